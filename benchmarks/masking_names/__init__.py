"""Training and measure of the name model: generated contacts, held-out frames, real texts."""
