"""Finding a language by what people and files call it: tags such as ``pt_BR``, old codes, names.

Everything about one language comes from its file (``other_codes``, ``other_names``). The codes below belong
to languages without a file: texts in these are counted under one code, whatever a file calls them.
"""

from __future__ import annotations

import re
import unicodedata
from difflib import get_close_matches
from functools import cache

import languages

_OTHER_CODES = {
    "ji": "yi",
    "jw": "jv",
    "sh": "sr",  # withdrawn from ISO 639-1
    "alb": "sq",
    "arm": "hy",
    "baq": "eu",
    "bur": "my",
    "geo": "ka",
    "ice": "is",
    "mac": "mk",
    "mao": "mi",
    "may": "ms",
    "tib": "bo",
    "wel": "cy",
    "scc": "sr",
    "scr": "hr",
    "sqi": "sq",
    "hye": "hy",
    "eus": "eu",
    "mya": "my",
    "kat": "ka",
    "isl": "is",
    "mkd": "mk",
    "mri": "mi",
    "msa": "ms",
    "bod": "bo",
    "cym": "cy",
    "srp": "sr",
    "hrv": "hr",
    "yid": "yi",
    "jav": "jv",
}
"""Old, bibliographic and three-letter codes of ISO 639, each with the two letters for it."""

_JOINTS = re.compile("[-_.@]")
_SCRIPT = re.compile("[A-Za-z]{4}")


def tag_code(tag: str) -> str:
    """Return the code of the language that a tag names, without its region and script.

    It is ours where the language has a file. Other codes come in lower case, the short one if there is one;
    a tag without a language gives an empty string.

    >>> [tag_code(tag) for tag in ("pt_BR", "iw", "fre-CA", "zh-Hant", "sh", "wel", "*all*")]
    ['pt', 'he', 'fr', 'zh', 'sr', 'cy', '']
    """
    first = _JOINTS.split(tag.strip(), maxsplit=1)[0].lower()
    if not (first.isascii() and first.isalpha()):
        return ""
    return first if first in languages.codes() else _by_code().get(first, _OTHER_CODES.get(first, first))


def known_code(word: str) -> str | None:
    """Return our code of the language that a tag or a name means; None if we have no such language.

    Case and accents do not count. A tag with a script that the language is not written in means none.

    >>> [known_code(word) for word in ("EN", "english", "espanol", "zh-CN", "uk-Latn", "Klingon")]
    ['en', 'en', 'es', 'zh', None, None]
    """
    named = _by_name().get(_folded(word))
    if named is not None:
        return named
    code = tag_code(word)
    if code not in languages.codes() or not _is_tag(word):
        return None
    scripts = [part.title() for part in _JOINTS.split(word)[1:] if _SCRIPT.fullmatch(part)]
    return code if set(scripts) <= set(languages.get(code).scripts) else None


def near_code(word: str) -> str | None:
    """Return the code of the language whose name is nearly ``word``; None if there is none."""
    near = get_close_matches(_folded(word), _by_name(), n=1, cutoff=0.75)
    return _by_name()[near[0]] if near else None


def _is_tag(word: str) -> bool:
    """Say whether a word has the form of a tag: parts of at most eight letters or digits."""
    parts = _JOINTS.split(word.strip())
    return all(part.isascii() and part.isalnum() and len(part) <= 8 for part in parts) and len(parts[0]) <= 3


def _folded(word: str) -> str:
    apart = unicodedata.normalize("NFKD", " ".join(word.split()).casefold())
    return "".join(sign for sign in apart if not unicodedata.category(sign).startswith("M"))


@cache
def _by_code() -> dict[str, str]:
    return {code: item.code for item in languages.everyone() for code in item.other_codes}


@cache
def _by_name() -> dict[str, str]:
    return {
        _folded(name): item.code
        for item in languages.everyone()
        for name in (item.code, item.name, item.native_name, *item.other_names)
    }
