"""Retention and the right to be forgotten: what is removed, how it is ended after a kill, and the proof."""
