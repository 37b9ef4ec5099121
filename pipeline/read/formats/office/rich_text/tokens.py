"""Tokens of Rich Text Format (Microsoft's specification 1.9.1): groups, control words, bytes and text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from pipeline.core.dataclass import dataclass

_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?"
    rb"|\\'(?P<byte>[0-9a-fA-F]{2})"
    rb"|\\(?P<symbol>[^a-zA-Z])"
    rb"|(?P<open>\{)|(?P<close>\})"
    rb"|(?P<text>[^\\{}\r\n]+)"
    rb"|[\r\n]+|\\",
    re.DOTALL,
)


@dataclass(slots=True)
class RichTextToken:
    """A token."""

    kind: Literal["word", "byte", "symbol", "open", "close", "text"]
    content: bytes = b""
    """The word's letters, the byte, the symbol, or the text."""
    number: int | None = None


def rich_text_tokens(content: bytes) -> Iterator[RichTextToken]:
    """Yield the tokens; line ends, and bytes that the word ``bin`` announces, are passed over."""
    at = 0
    while (found := _TOKEN.match(content, at)) is not None:
        at = found.end()
        match found.lastgroup:
            case "word" | "number":
                number = None if found["number"] is None else int(found["number"])
                if found["word"] == b"bin":
                    at += max(0, number or 0)
                else:
                    yield RichTextToken("word", found["word"], number)
            case "byte":
                yield RichTextToken("byte", bytes.fromhex(found["byte"].decode()))
            case "symbol":
                yield RichTextToken("symbol", found["symbol"])
            case "open" | "close" | "text" as kind:
                yield RichTextToken(kind, found[0])


SHIFTS = {
    b"super": "superscript",
    b"up": "superscript",
    b"sub": "subscript",
    b"dn": "subscript",
    b"nosupersub": "",
}
"""Control words that raise and lower what follows."""
CODE_PAGES = {
    0: "cp1252",
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    130: "johab",
    134: "gb18030",
    136: "big5",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    254: "cp437",
    255: "cp850",
}
"""Encodings by a font's ``\\fcharset``. 1 is the document's own, 2 is of symbols."""

SIGNS = {
    b"par": "\n",
    b"line": "\n",
    b"tab": "\t",
    b"emdash": "\u2014",
    b"endash": "\u2013",
    b"lquote": "\u2018",
    b"rquote": "\u2019",
    b"ldblquote": "\u201c",
    b"rdblquote": "\u201d",
    b"bullet": "\u2022",
    b"emspace": " ",
    b"enspace": " ",
    b"qmspace": " ",
    b"~": "\xa0",
    b"_": "\u2011",
    b"\\": "\\",
    b"{": "{",
    b"}": "}",
}
"""Control words and symbols that stand for a sign."""

SKIPPED = frozenset(
    (
        *(b"colortbl", b"pict", b"nonshppict", b"header", b"headerl", b"headerr", b"headerf", b"footer"),
        *(b"footerl", b"footerr", b"footerf", b"ftnsep", b"ftnsepc", b"ftncn", b"aftnsep", b"aftnsepc"),
        *(b"aftncn", b"filetbl", b"xe", b"tc", b"tcn", b"rxe", b"txe", b"pntxta", b"pntxtb", b"template"),
        *(b"nonesttables", b"objdata", b"themedata", b"private", b"listtable", b"listoverridetable"),
    )
)
"""Destinations that hold no text, or that of the margins of pages."""
