"""Sets a translation as its language is written: what is asked for, and what was changed."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.core.contract import RunSettings, Tidy
from pipeline.core.records import Route, Segment, Tidied
from pipeline.translate.protect.restore import Restored
from pipeline.translate.typesetting.capitals import capitals_at_beginning, capitals_inside
from pipeline.translate.typesetting.edits import edited
from pipeline.translate.typesetting.quotation_marks import typeset
from pipeline.translate.typesetting.spaces import spaces_between


@dataclass(frozen=True, slots=True, kw_only=True)
class Typesetter:
    """What is changed in translations."""

    target_quotes: bool = False
    """Whether they get the quotation marks of their language."""
    tidy: Tidy = "none"
    """Whose capitals and spaces are mended: those of translations by rules, of all, or of none."""

    def set(self, restored: Restored, segment: Segment, route: Route) -> tuple[Restored, tuple[Tidied, ...]]:
        """Return a translation of a segment along a route with other signs, and what was tidied."""
        if self.target_quotes:
            restored = typeset(restored, segment.language, route.target)
        if not self._tidies(route):
            return restored, ()
        text, source, target = segment.text, segment.language, route.target
        plain = restored
        for edits in (
            capitals_at_beginning(plain, text, source, target),
            capitals_inside(plain, text, target),
        ):
            restored = edited(restored, edits)  # which leave all places as they are
        capital = restored.text != plain.text
        spaced = edited(restored, spaces_between(restored, text, target))
        changes: dict[Tidied, bool] = {"capitals": capital, "spaces": spaced.text != restored.text}
        return spaced, tuple(what for what, is_changed in changes.items() if is_changed)

    def _tidies(self, route: Route) -> bool:
        is_by_rules = any(hop.method == "rule-based" for hop in route.hops)
        return self.tidy == "all" or (self.tidy == "rules" and is_by_rules)


AS_IT_COMES = Typesetter()
"""Changes nothing."""


def typesetter_of(settings: RunSettings) -> Typesetter:
    """Return what a run's settings ask for."""
    return Typesetter(target_quotes=settings.quotes == "target", tidy=settings.tidy)
