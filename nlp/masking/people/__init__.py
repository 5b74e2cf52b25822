"""Names of people that no rule's cue gives away: candidates, their surroundings, a trained linear model."""
