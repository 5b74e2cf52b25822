"""Improvement actions (打ち手): what the journal says of them, and whether they moved a number."""
