"""Makes ``nlp/vectors/distilled.npz``: what a sentence encoder says, foretold from words."""
