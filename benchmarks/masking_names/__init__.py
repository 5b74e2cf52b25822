"""Training and measure of the name model: generated contacts, real texts."""
