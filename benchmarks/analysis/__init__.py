"""Quality and speed of the Japanese analysis; each module makes one section of docs/quality.md."""
