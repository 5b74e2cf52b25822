"""The one exception root of the package ``pipelines``."""


class PipelineError(Exception):
    """Something a step of the night cannot go on with; the message names thing, place and remedy."""


class ConfigError(PipelineError):
    """A settings file that cannot be used as it is."""


class SourceError(PipelineError):
    """A source that cannot be reached or read at all (bad content is quarantined instead)."""


class EarlierRunError(PipelineError):
    """The steps that were asked for need an earlier, whole run of the day; trying again does not help."""
