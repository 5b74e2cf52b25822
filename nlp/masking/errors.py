"""The exceptions of the masker."""


class MaskingError(Exception):
    """Root of everything the masker raises on purpose; never holds customer text."""


class RuleError(MaskingError):
    """A rule file is wrong: the message names the rule, the key and the remedy."""
