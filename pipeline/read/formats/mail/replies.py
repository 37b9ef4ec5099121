"""Quotations in plain text: those of the message that is answered, and statements that are news.

Programs write a line above what they quote, with who wrote it and when. What people quote by the same sign
has none, unless the message is an answer.
"""

from __future__ import annotations

import re

QUOTE_SIGN = ">"
"""Stands before each line that is quoted."""
SIGNATURE_LINE = "-- "
"""The line before a signature (RFC 3676, section 4.3)."""
_ANSWERED = re.compile(
    r"\s*(?:re|aw|antw(?:ort)?|sv|vs|odp|rif?|res?p?|ynt|yan|cev|bls|atb|trả lời|balas|απ|σχετ|ответ|отв|на"
    r"|відп|отг|回复|答复|回覆|回應|返信|회신|رد|השב|תשובה|پاسخ|उत्तर)(?:\[\d{1,3}\])?\s?[:：]",
    re.IGNORECASE,
)
"""How the subject of an answer begins, in the languages of programs of mail."""
_WROTE = re.compile(
    r"\b(?:wrote|writes|a écrit|écri[tv]|schrieb|schreef|schreven|escribió|ha escrito|escribiu|escreveu"
    r"|va escriure|ha escrit|escrigué|ha scritto|scrisse|scrive|escriguèt|a escrich|skrev|skriver|napsala?"
    r"|napísala?|napisała?|pisze|a scris|scris[ăe]|skribis|kirjoitti|yazdı|yazmış|menulis|đã viết|viết)\b"
    r"|написа|писал|пишет|пише|έγραψε|έγραψαν|كتب|כתב|נכתב|نوشت|लिखा|書きました|書いた|のメール|写道|寫道|写到"
    r"|작성|썼습니다|님의 말",
    re.IGNORECASE,
)
"""What programs of mail say of who wrote what is quoted, in all languages that have a file."""
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}\.\w")
_HOUR = re.compile(r"\d{1,2}\s?[:.hH時时]\s?\d\d")
_DAY = re.compile(r"\d{4}")
_DATE = re.compile(r"\d{1,4}[./-] ?\d{1,2}[./-] ?\d{2}")
_FINAL = tuple(".!?…:。！？：")
_WRAPPED = 40
"""Signs from which a line that ends no sentence goes on in the next one."""
_COLONS = (":", "：", ":*")
_LONGEST = 300
"""Signs of a line that says who wrote, at most."""
_MOST_LINES = 3
"""So many lines it is broken into."""
_LOOKED_BACK = 10
"""So many lines above a quotation are looked through."""
_FROM = ">From "
"""How programs escape a line that begins with ``From``: in mailboxes it would begin a message."""


def is_reply(subject: str) -> bool:
    """Say whether the subject of a message says that it answers another.

    >>> is_reply("Re: Bridge"), is_reply("AW: Brücke"), is_reply("Report: Bridge")
    (True, True, False)
    """
    return _ANSWERED.match(subject) is not None


def without_escapes(lines: list[str]) -> list[str]:
    """Return lines, without the sign before ``From`` where neither line beside it has one."""
    made = []
    for number, line in enumerate(lines):
        beside = (*lines[max(0, number - 1) : number], *lines[number + 1 : number + 2])
        is_escaped = line.startswith(_FROM) and not any(each.startswith(QUOTE_SIGN) for each in beside)
        made.append(line[1:] if is_escaped else line)
    return made


def answers(lines: list[str]) -> bool:
    """Say whether lines with the sign are of a message that is answered, and no statements.

    A line above one of them says who wrote it and when; or some are quoted twice; or they stand at the end of
    the text or below its first line, and a line above says who wrote; or all stand at the end, and no line
    leads to them.
    """
    starts = [
        number
        for number, line in enumerate(lines)
        if line.startswith(QUOTE_SIGN) and not (number and lines[number - 1].startswith(QUOTE_SIGN))
    ]
    if any(_is_deep(line) for line in lines):
        return True
    end = lines.index(SIGNATURE_LINE) if SIGNATURE_LINE in lines else len(lines)
    own = [number for number in range(end) if lines[number].strip() and lines[number][0] != QUOTE_SIGN]
    for start in starts:
        first = max(0, start - _LOOKED_BACK)
        above = lines[first:start]
        if _attribution(above):
            return True
        last = _last_worded(above)
        if last is None or not own or own[0] < first + last < own[-1]:
            continue
        is_alone = len(starts) == 1 and own[-1] < start and not above[last].rstrip().endswith(_COLONS)
        if is_alone or _says_who(above[last]):
            return True
    return False


def drop_attribution(kept: list[str]) -> int:
    """Drop the lines above a quotation that say who wrote it; return how many with words they were."""
    first = max(0, len(kept) - _LOOKED_BACK)
    at = _last_worded(kept[first:])
    if at is None:
        return 0
    end = first + at + 1
    count = _attribution(kept[first:end]) or int(_says_who(kept[end - 1]))
    if count:
        del kept[end - count :]
    return count


def _is_deep(line: str) -> bool:
    """Say whether a line is quoted twice."""
    return line.startswith(QUOTE_SIGN) and line[1:].lstrip().startswith(QUOTE_SIGN)


def _last_worded(lines: list[str]) -> int | None:
    return next((at for at in range(len(lines) - 1, -1, -1) if lines[at].strip()), None)


def _attribution(lines: list[str]) -> int:
    """Return how many of the last lines that have words say who wrote and when; 0 if none do."""
    last = _last_worded(lines)
    if last is None or not lines[last].rstrip().endswith(_COLONS):
        return 0
    for count in range(1, min(_MOST_LINES, last + 1) + 1):
        if not lines[last - count + 1].strip():
            break
        said = " ".join(lines[last - count + 1 : last + 1])
        is_apart = last - count < 0 or not lines[last - count].strip()
        goes_on = last >= count and count < _MOST_LINES and _goes_on(lines[last - count].rstrip())
        if (count == 1 or is_apart) and not goes_on and _says_when(said):
            return count
    return 0


def _says_when(said: str) -> bool:
    """Say whether words name who wrote and when: an address, a day with an hour, or in figures with a verb.

    A day in words is in news too: ``On 12 May 2025 the mayor wrote to the council:``.
    """
    if len(said) > _LONGEST:
        return False
    is_dated = _DATE.search(said) is not None
    return (
        _ADDRESS.search(said) is not None
        or ((is_dated or _DAY.search(said) is not None) and _HOUR.search(said) is not None)
        or (is_dated and _WROTE.search(said) is not None)
    )


def _goes_on(line: str) -> bool:
    """Say whether a line is broken, and goes on in the next one."""
    return line.endswith(",") or (len(line) >= _WRAPPED and not line.endswith(_FINAL))


def _says_who(line: str) -> bool:
    """Say whether a line names who wrote, and no more."""
    said = line.strip()
    return said.endswith(_COLONS) and len(said) <= _LONGEST // 3 and _WROTE.search(said) is not None
