"""Templates and the style of the HTML pages."""
