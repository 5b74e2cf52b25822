"""Renderers: the report model in, files out."""
