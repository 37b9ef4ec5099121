"""Inputs that hypothesis makes for the targets of ``archives``: files and records with hostile names."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import strategies as st

from tests.campaigns.fuzz.shapes import TEXT, Bytes
from tests.support import archives

_NAME = st.one_of(
    st.sampled_from(
        ("a.txt", "../a.txt", "/a.html", "C:\\a.md", "a.tar.gz", "datapackage.json", "archive/a.warc", ".a")
    ),
    TEXT.map(lambda text: text.replace("\0", "")[:60] or "a"),
)
_CONTENT = st.one_of(
    st.binary(max_size=200),
    TEXT.map(lambda text: text.encode("utf-8", "replace")),
    st.sampled_from((archives.ARCHIVES["zip"], archives.ARCHIVES["gz"], archives.WEB_ARCHIVE)),
)
_FILES = st.dictionaries(_NAME, _CONTENT, max_size=5)
_HEADER = st.sampled_from(
    (
        *("Content_Type", "Content_Encoding", "Transfer_Encoding", "WARC_Truncated", "WARC_Segment_Number"),
        *("WARC_Date", "Content_Length"),
    )
)
_VALUE = st.sampled_from(
    (
        *("text/html", "text/plain; charset=x", "application/http", "gzip", "deflate, gzip", "br", "chunked"),
        *("-1", "99999999999999999999", "", "2025-10-09"),
    )
)
_KIND = st.sampled_from(("response", "resource", "conversion", "revisit", "request", "warcinfo", "x"))


def _record(kind: str, url: str, content: bytes, headers: Mapping[str, str]) -> bytes:
    line = "".join(url.split())
    if kind == "response":
        said = {name: value for name, value in headers.items() if not name.startswith("WARC")}
        return archives.response(f"https://{line}", content, **{"kind": "text/html", **_renamed(said)})
    return archives.record(kind, f"https://{line}", content, **headers)


def _renamed(headers: Mapping[str, str]) -> dict[str, str]:
    return {"kind" if name == "Content_Type" else name: value for name, value in headers.items()}


def _zipped(files: Mapping[str, bytes]) -> bytes:
    return archives.zipped({name.encode("utf-8", "replace").decode(): own for name, own in files.items()})


def _tarred(files: Mapping[str, bytes]) -> bytes:
    return archives.tarred({name.encode("utf-8", "replace").decode(): own for name, own in files.items()})


_RECORDS: Bytes = st.lists(
    st.builds(_record, _KIND, TEXT.map(str.strip), _CONTENT, st.dictionaries(_HEADER, _VALUE, max_size=4)),
    max_size=4,
).map(b"".join)

SHAPES: dict[str, Bytes] = {
    "zip": _FILES.map(_zipped),
    "tar": _FILES.map(_tarred),
    "packed": st.tuples(st.binary(min_size=3, max_size=3), _FILES.map(_tarred)).map(b"".join),
    "warc": _RECORDS,
}
"""By the targets' names."""
