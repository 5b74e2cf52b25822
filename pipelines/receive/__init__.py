"""Step pull, first half: a delivered file is read, mapped and masked once, and kept by contact day."""

from pipelines.receive.facts import FileFacts
from pipelines.receive.file import ReceivedFile, receive_file
from pipelines.receive.intake import Intake
from pipelines.receive.layer import ReceivedLayer

__all__ = ["FileFacts", "Intake", "ReceivedFile", "ReceivedLayer", "receive_file"]
