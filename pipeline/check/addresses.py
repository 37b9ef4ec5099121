"""The check that addresses on the web and of mail are unchanged."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from pipeline.check.case import Case
from pipeline.core.records import Check

NAME = "urls"

_ADDRESS = re.compile(
    r"(?:https?|ftp)://[!-~]+"
    r"|(?<![A-Za-z0-9.@/-])www\.[A-Za-z0-9-]+\.[!-~]+"
    r"|(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+"
    r"|(?<![A-Za-z0-9.@/-])[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,4}\.[a-z]{2,6}/[!-~]+"
)
"""Addresses: with a scheme or ``www.``, of mail, or a domain with a path; bare domains (``weather.com``) are
names."""
_NAMES = re.compile(r"[@#]\w+|[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,4}\.[a-z]{2,6}(?![A-Za-z])")
_ADDRESS_HINT = re.compile(r"[/@]|www\.")
"""What every address has at least one of. It is looked for first, since most sentences have none."""
_NAME_HINT = re.compile(r"[@#]|\.[a-z]")
_CLOSING = ".,;:!?'\")]}>*_"
"""Signs that may follow an address without being a part of it."""


def check_addresses(case: Case) -> Check:
    """Compare the addresses, sign by sign; an address that is lost, changed or added fails."""
    before, after = _addresses(case.source), _addresses(case.target)
    lost, new = before - after, after - before
    if not lost and not new:
        return Check(name=NAME, verdict="pass")
    notes = [f"{word} {' '.join(sorted(found))}" for word, found in (("lost", lost), ("new", new)) if found]
    return Check(name=NAME, verdict="fail", note="; ".join(notes))


@lru_cache(maxsize=16)  # several checks ask for the same text
def without(text: str) -> str:
    """Return a text without addresses, bare domains, mentions and tags."""
    if _ADDRESS_HINT.search(text):
        text = _ADDRESS.sub(" ", text)
    return _NAMES.sub(" ", text) if _NAME_HINT.search(text) else text


def _addresses(text: str) -> Counter[str]:
    if not _ADDRESS_HINT.search(text):
        return Counter()
    return Counter(match.rstrip(_CLOSING) for match in _ADDRESS.findall(text))
