"""A blind evaluation of the masker: texts by someone who had seen neither its rules nor its lists."""
