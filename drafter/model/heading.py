"""First-level headings, and the transitions between passages."""

from drafter.model.base import ActId, FormId, Record, Template, ThemeId


class Heading(Record, frozen=True, kw_only=True):
    """One first-level heading of the bank."""

    text: Template
    theme: ThemeId
    form: FormId
    tags: tuple[str, ...] = ()


class HeadingBook(Record, frozen=True, kw_only=True):
    """headings.yaml."""

    headings: tuple[Heading, ...] = ()


class Bridge(Record, frozen=True, kw_only=True):
    """A transition that opens a passage after another one, where the act or the theme changes."""

    text: Template
    from_act: tuple[ActId, ...] = ()
    """The act of the passage before; empty: any."""
    to_act: tuple[ActId, ...] = ()
    from_theme: tuple[ThemeId, ...] = ()
    to_theme: tuple[ThemeId, ...] = ()


class BridgeBook(Record, frozen=True, kw_only=True):
    """bridges.yaml."""

    bridges: tuple[Bridge, ...] = ()
    evidence: tuple[str, ...] = ()
    """Sentences that report a case, over {where}, {who}, {did} and {result}."""
