"""The check that the translation is in the requested language, and in its script."""

from __future__ import annotations

from pipeline.check.case import Case
from pipeline.core.ports import Detector
from pipeline.core.records import Check, Detected
from pipeline.detect import scripts
from pipeline.detect.letters import script_name
from pipeline.detect.vocabulary import kinship, letters_only, prevails

NAME = "language"

_LETTERS = 30
"""Letters from which a text in another script, or surely in another language, fails, not just warns."""
_MIN_LETTERS = 10
"""Letters below which the check says nothing: a name may stand in any script."""
_SURE = 0.97
"""Confidence of the detector from which a third language fails; the source's own language always does."""
_KIN = 0.1
"""Share of common stop words above which two languages are too alike for the check
(``vocabulary.kinship``)."""


def check_language(case: Case, detector: Detector) -> Check:
    """Detect the translation's language with ``detector``, and compare the script."""
    system, count = scripts.writing_system(case.own_target)
    if system is None or count < _MIN_LETTERS:
        return Check(name=NAME, verdict="pass")
    known = case.writes.scripts
    if system not in known and not (system == scripts.SHARED_HAN and {"Hans", "Hant", "Jpan"} & set(known)):
        sure = count >= _LETTERS
        return Check(name=NAME, verdict="fail" if sure else "warn", note=f"in {script_name(system)} script")
    if prevails(case.target_language, letters_only(case.own_target)):  # a tenth of the detector's time
        return Check(name=NAME, verdict="pass")
    found = detector.detect(case.own_target)
    if not isinstance(found, Detected) or found.language == case.target_language:
        return Check(name=NAME, verdict="pass")
    expected = found.language == case.source_language or found.confidence >= _SURE
    sure = count >= _LETTERS and expected
    alike = kinship(found.language, case.target_language) > _KIN
    return Check(
        name=NAME, verdict="fail" if sure and not alike else "warn", note=f"looks like {found.language}"
    )
