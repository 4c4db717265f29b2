"""What all library types share."""

from typing import Annotated

import msgspec
from msgspec import Meta

ThemeId = Annotated[str, Meta(extra={"ref": "themes"})]
KindId = Annotated[str, Meta(extra={"ref": "kinds"})]
SpeakerId = Annotated[str, Meta(extra={"ref": "speakers"})]
AudienceId = Annotated[str, Meta(extra={"ref": "audiences"})]
LevelId = Annotated[str, Meta(extra={"ref": "levels"})]
ActId = Annotated[str, Meta(extra={"ref": "acts"})]
MoveId = Annotated[str, Meta(extra={"ref": "moves"})]
FormId = Annotated[str, Meta(extra={"ref": "forms"})]
Template = Annotated[str, Meta(extra={"template": True})]
"""A text in which Jinja is allowed."""


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base of everything that a writer writes in YAML: unknown keys are mistakes."""
