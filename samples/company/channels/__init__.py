"""One module a channel: plans put into words, and words into the rows of a source file."""
