"""Sets a translation as its language is written: what is asked for, and what was changed."""

from __future__ import annotations

from pipeline.core.contract import QuotationMarks, RunSettings, Tidy
from pipeline.core.dataclass import dataclass
from pipeline.core.records import Hop, LanguageCode, Route, Segment, Tidied
from pipeline.translate.protect.restore import Restored
from pipeline.translate.typesetting.capitals import capitals_at_beginning, capitals_inside
from pipeline.translate.typesetting.compounds import blanks_in_compounds
from pipeline.translate.typesetting.edits import edited
from pipeline.translate.typesetting.figures import figures_of_target
from pipeline.translate.typesetting.moved_capitals import moved_capitals
from pipeline.translate.typesetting.quotation_marks import typeset
from pipeline.translate.typesetting.spaces import spaces_between


@dataclass(frozen=True, slots=True, kw_only=True)
class Typesetter:
    """What is changed in translations."""

    quotes: QuotationMarks = "keep"
    """Which translations get the quotation marks of their language."""
    tidy: Tidy = "none"
    """Whose capitals and spaces are mended: those of translations by rules, of all, or of none."""
    numbers: Tidy = "none"
    """Whose figures get the signs of their language."""

    def set(self, restored: Restored, segment: Segment, route: Route) -> tuple[Restored, tuple[Tidied, ...]]:
        """Return a translation of a segment along a route with other signs, and what was tidied."""
        text, source, target = segment.text, segment.language, route.target
        is_by_rules = any(hop.method == "rule-based" for hop in route.hops)
        if self.quotes == "target" or (self.quotes == "rules" and is_by_rules):
            restored = typeset(restored, source, target)
        changes: dict[Tidied, bool] = {}
        if _takes(self.tidy, is_by_rules=is_by_rules):
            restored, tidied = _tidied(restored, text, source, target)
            changes |= tidied
        done = tuple(what for what, is_changed in changes.items() if is_changed)
        restored, figures = self.set_figures(restored, segment, route)
        return restored, (*done, *figures)

    def set_figures(
        self, restored: Restored, segment: Segment, route: Route
    ) -> tuple[Restored, tuple[Tidied, ...]]:
        """Return a translation with the figures of its language alone changed, and whether any was.

        A text without words, such as a table's ``1,500``, is its own translation.
        """
        is_by_rules = any(hop.method == "rule-based" for hop in route.hops)
        if not _takes(self.numbers, is_by_rules=is_by_rules):
            return restored, ()
        edits = figures_of_target(restored, segment.text, segment.language, route.target)
        return edited(restored, edits), ("numbers",) if edits else ()

    def between_hops(self, text: str, source: str, hop: Hop) -> str:
        """Return what a hop made of a source, with blanks in its compounds: the next hop knows no others."""
        if not _takes(self.tidy, is_by_rules=hop.method == "rule-based"):
            return text
        restored = Restored(text=text, items=())
        return edited(restored, blanks_in_compounds(restored, source, hop.target)).text


def _takes(whose: Tidy, *, is_by_rules: bool) -> bool:
    return whose == "all" or (whose == "rules" and is_by_rules)


def _tidied(
    plain: Restored, text: str, source: LanguageCode, target: LanguageCode
) -> tuple[Restored, dict[Tidied, bool]]:
    """Return a translation with other capitals and spaces, and whether it has."""
    restored = plain
    for edits in (
        capitals_at_beginning(plain, text, source, target),
        capitals_inside(plain, text, target),
        moved_capitals(plain, text, source, target),
    ):
        restored = edited(restored, edits)  # which leave all places as they are
    spaced = edited(restored, blanks_in_compounds(restored, text, target))
    spaced = edited(spaced, spaces_between(spaced, text, target))
    return spaced, {"capitals": restored.text != plain.text, "spaces": spaced.text != restored.text}


AS_IT_COMES = Typesetter()
"""Changes nothing."""


def typesetter_of(settings: RunSettings) -> Typesetter:
    """Return what a run's settings ask for."""
    return Typesetter(quotes=settings.quotes, tidy=settings.tidy, numbers=settings.locale_numbers)
