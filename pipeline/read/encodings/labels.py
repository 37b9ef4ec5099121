"""Encodings as the web and mail name them, and as Python does."""

from __future__ import annotations

import codecs

_LARGER = {
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "iso-8859-9": "cp1254",
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "x-gbk": "gb18030",
    "gbk": "gb18030",
    "cp936": "gb18030",
    "windows-936": "gb18030",
    "big5": "big5hkscs",
    "cn-big5": "big5hkscs",
    "x-x-big5": "big5hkscs",
    "cp950": "big5hkscs",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "ms_kanji": "cp932",
    "windows-31j": "cp932",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601-1989": "cp949",
    "ksc5601": "cp949",
    "korean": "cp949",
    "windows-949": "cp949",
    "euc-kr": "cp949",
    "windows-874": "cp874",
    "dos-874": "cp874",
    "tis-620": "cp874",
    "iso-8859-11": "cp874",
}
"""Labels that browsers read as a larger encoding. Source: the WHATWG's Encoding Standard."""
_OTHER_NAMES = {
    "x-euc-jp": "euc_jp",
    "x-mac-roman": "mac_roman",
    "x-mac-cyrillic": "mac_cyrillic",
    "x-mac-ukrainian": "mac_cyrillic",
    "x-mac-greek": "mac_greek",
    "x-mac-turkish": "mac_turkish",
    "x-mac-ce": "mac_latin2",
    "koi8": "koi8-r",
    "koi": "koi8-r",
    "koi8-ru": "koi8-u",
    "iso-8859-8-i": "iso8859-8",
    "iso-8859-8-e": "iso8859-8",
    "iso-8859-6-i": "iso8859-6",
    "iso-8859-6-e": "iso8859-6",
    "logical": "iso8859-8",
    "visual": "iso8859-8",
    "unicode-1-1-utf-8": "utf-8",
    "utf8mb4": "utf-8",
    "iso-10646-ucs-2": "utf-16",
    "ucs-2": "utf-16",
    "unicode": "utf-16",
}
"""Labels that Python does not know, or not by that spelling. The first ones are the WHATWG's too."""
_NO_ENCODINGS = frozenset(("idna", "punycode", "raw-unicode-escape", "unicode-escape"))
"""What Python calls encodings, and no text is in."""
_PREFIXES = ("x-", "cs")


def codec_name(label: str) -> str | None:
    """Return the encoding that a label means on the web, as Python names it; None where none is known."""
    bare = label.strip().strip("\"'").lower()
    spellings = [bare, *(bare.removeprefix(prefix) for prefix in _PREFIXES)]
    spellings.append(bare.replace("cp-", "cp").replace("x-cp", "cp").replace("win-", "windows-"))
    for spelling in dict.fromkeys(spellings):
        try:
            name = codecs.lookup(_name(spelling)).name
            b"".decode(name)
        except (LookupError, ValueError):  # unknown, or Python's name for something else, such as hex
            continue
        return None if name in _NO_ENCODINGS else name
    return None


def _name(label: str) -> str:
    hyphened = label.replace("_", "-")
    return _LARGER.get(label) or _LARGER.get(hyphened) or _OTHER_NAMES.get(hyphened, label)
