"""Terms: fixed formulations, with their dates."""

import re
from datetime import date

import msgspec

from drafter.model.base import Record


class Term(Record, frozen=True, kw_only=True):
    """A formulation used word for word."""

    wording: str
    category: str = ""
    from_: date | None = msgspec.field(default=None, name="from")
    """First day on which the formulation is right."""
    until: date | None = None
    """Last day on which it is right."""
    replaces: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    """The members of a counted list, in their fixed order."""
    unless: tuple[str, ...] = ()
    """Words beside which the wording stays right outside its dates (“一府两院”的工作报告)."""
    basis: str = ""
    """The document or meeting, with its date, that fixed the wording."""
    note: str = ""

    def excused_in(self, text: str) -> bool:
        """Return whether every sentence of `text` that holds the wording also holds a word that excuses it."""
        if not self.unless:
            return False
        held = [one for one in re.split(r"[。！？\n]", text) if self.wording in one]
        return all(any(word in one for word in self.unless) for one in held)

    def valid_on(self, day: date) -> bool:
        """Return whether the formulation is right on `day`."""
        return (self.from_ is None or self.from_ <= day) and (self.until is None or day <= self.until)


class TermBook(Record, frozen=True, kw_only=True):
    """terms.yaml: families by name (texts write ``term.NAME``), and terms that stand alone."""

    checked: date
    """The day to which the file was checked."""
    families: dict[str, tuple[Term, ...]] = {}
    """Formulations that change with time, oldest first."""
    terms: tuple[Term, ...] = ()

    def all_terms(self) -> tuple[Term, ...]:
        """Return every term: those of the families first, then those that stand alone."""
        grouped = tuple(term for family in self.families.values() for term in family)
        return grouped + self.terms

    def wording(self, family: str, day: date) -> str | None:
        """Return the wording of `family` on `day`; None where the date has none."""
        for term in reversed(self.families.get(family, ())):
            if term.valid_on(day):
                return term.wording
        return None
