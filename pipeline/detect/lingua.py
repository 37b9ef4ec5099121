"""A casting vote by lingua, an extra, for short texts where the evidence is too close to call.

lingua knows 75 languages by n-grams of one to five letters. Alone it accepts 12 % of what it does not know,
and its models take 1.2 GB, so it is asked last, and only the likeliest language can win.
"""

from __future__ import annotations

from functools import cache, cached_property
from importlib import util
from typing import TYPE_CHECKING

import languages
from pipeline.core.errors import UsageError
from pipeline.core.extras import install_command, installed_version
from pipeline.core.records import LanguageCode

if TYPE_CHECKING:
    from lingua import LanguageDetector

_PACKAGE = "lingua-language-detector"
_SURE = 0.5
"""Confidence of lingua, over its 75 languages, from which its vote counts.

Of 262 beginnings of sentences, 30 characters long, that were too close to call, lingua was so sure of the
likeliest language in 55, of 54 rightly; in its low accuracy mode in 85, of 73 rightly.
"""
_CONFIDENCE = 0.98
"""Confidence of an answer with lingua's vote: the share of such answers that are right."""


class LinguaVote:
    """Lingua's vote: whether lingua, asked separately, is for the likeliest language."""

    def __init__(self) -> None:
        if util.find_spec("lingua") is None:
            raise UsageError(f"--detector lingua: is not installed; run: {install_command('lingua')}")

    @cached_property
    def identity(self) -> str:
        """Name and version of lingua."""
        return f"lingua {installed_version(_PACKAGE)}"

    def confidence(self, text: str, best: LanguageCode, rival: LanguageCode) -> float | None:
        """Return how sure ``best`` is with lingua's vote; None where it is not for it, or does not know both.

        The call takes about 10 ms for 30 letters; the first one loads the models.
        """
        known = _known()
        if best not in known or rival not in known:
            return None
        first = _detector().compute_language_confidence_values(text)[0]
        code = first.language.iso_code_639_1.name.lower()
        own = languages.by_tool("lingua").get(code, code)
        return _CONFIDENCE if own == best and first.value >= _SURE else None


@cache
def _detector() -> LanguageDetector:
    from lingua import LanguageDetectorBuilder

    return LanguageDetectorBuilder.from_all_languages().build()


@cache
def _known() -> frozenset[str]:
    from lingua import Language

    own = languages.by_tool("lingua")
    codes = (language.iso_code_639_1.name.lower() for language in Language.all())
    return frozenset(own.get(code, code) for code in codes)
