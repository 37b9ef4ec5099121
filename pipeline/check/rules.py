"""The table of all checks. Who only counts verdicts, or may have nothing to check, does without it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from pipeline.check import (
    addresses,
    brackets_quotes,
    glossary_terms,
    language,
    length,
    presence,
    repetition,
    untranslated,
)
from pipeline.check.case import Case
from pipeline.check.numbers import currencies, dates, numbers
from pipeline.check.words import names, spacing
from pipeline.core.ports import Detector
from pipeline.core.records import Check

Rule: TypeAlias = Callable[[Case, Detector], Check]


def _alone(check: Callable[[Case], Check]) -> Rule:
    """Return a check that needs no detector, with the signature of one that does."""
    return lambda case, _: check(case)


CHECKS: dict[str, Rule] = {
    presence.NAME: _alone(presence.check_presence),
    untranslated.ECHO: _alone(untranslated.echo),
    language.NAME: language.check_language,
    length.NAME: _alone(length.check_length),
    repetition.NAME: _alone(repetition.check_repetition),
    numbers.NAME: _alone(numbers.check_numbers),
    dates.NAME: _alone(dates.check_dates),
    currencies.NAME: _alone(currencies.check_currencies),
    spacing.NAME: _alone(spacing.check_spacing),
    names.NAME: _alone(names.check_names),
    addresses.NAME: _alone(addresses.check_addresses),
    brackets_quotes.NAME: _alone(brackets_quotes.check_brackets_quotes),
    glossary_terms.NAME: _alone(glossary_terms.check_glossary_terms),
    untranslated.UNTRANSLATED: _alone(untranslated.untranslated),
}
"""All checks by name, in the order of the records."""

CHECK_NAMES = (presence.TRANSLATED, *CHECKS)
"""All names that a failure may have; ``glossary`` and ``markup`` only ever warn."""
