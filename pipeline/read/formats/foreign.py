"""Files that are recognised and not read, so that they are refused by name, with what to do instead."""

from __future__ import annotations

from pipeline.core.dataclass import dataclass
from pipeline.core.errors import SourceError


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreign:
    """A file that is recognised, and not read."""

    words: str
    """What it is: ``a PDF file``."""
    advice: str = "convert it to .txt or .md first"


_AS_TEXT = "save its text as .docx or .txt first"
OFFICE = {
    "docm": Foreign(words="a Word document with macros (.docm)", advice="save it as .docx first"),
    "dotm": Foreign(words="a Word template with macros (.dotm)", advice="save it as .docx first"),
    "xlsx": Foreign(words="an Excel workbook (.xlsx)", advice=_AS_TEXT),
    "xlsm": Foreign(words="an Excel workbook with macros (.xlsm)", advice=_AS_TEXT),
    "pptx": Foreign(words="a PowerPoint presentation (.pptx)", advice=_AS_TEXT),
    "vsdx": Foreign(words="a Visio drawing (.vsdx)", advice=_AS_TEXT),
    "ods": Foreign(words="an OpenDocument spreadsheet (.ods)", advice=_AS_TEXT),
    "odp": Foreign(words="an OpenDocument presentation (.odp)", advice=_AS_TEXT),
    "odg": Foreign(words="an OpenDocument drawing (.odg)", advice=_AS_TEXT),
    "doc": Foreign(words="an old Word document (.doc)", advice="save it as .docx first"),
    "xls": Foreign(words="an old Excel workbook (.xls)", advice=_AS_TEXT),
    "ppt": Foreign(words="an old PowerPoint presentation (.ppt)", advice=_AS_TEXT),
    "msg": Foreign(words="a message of Outlook (.msg)", advice="save it as .eml first"),
}
"""Office files that are not read, by their usual endings."""
ENCRYPTED = Foreign(words="an encrypted office file", advice="save it without its password first")
IN_COMPOUND = (
    ("EncryptedPackage", ENCRYPTED),
    ("WordDocument", OFFICE["doc"]),
    ("Workbook", OFFICE["xls"]),
    ("PowerPoint Document", OFFICE["ppt"]),
    ("__substg1.0", OFFICE["msg"]),
)
"""Names in a compound file (MS-CFB), which old office files are, and encrypted new ones."""
PACKAGES = frozenset(("jar", "war", "apk", "whl", "xpi", "crx", "nupkg", "ipa"))
"""Endings of zip files that are programs: the texts in them are not news."""


def not_read(foreign: Foreign, where: str) -> SourceError:
    """Return the error for a source that is recognised and not read."""
    return SourceError(f"{where}: is {foreign.words}, which is not read; {foreign.advice}")
