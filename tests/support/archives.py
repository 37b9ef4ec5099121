"""Archives made in the tests: zip, tar, packed files and web archives."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Mapping

from tests.support import sources

FILES = {
    "news/digue.html": sources.page(),
    "news/port.txt": b"Le port rouvre\n\nLe port de la ville a rouvert jeudi matin.\n",
    "style.css": b"body { color: black }",
}
"""Two files that are read, and one that is not."""


def zipped(members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip archive."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return made.getvalue()


def tarred(members: Mapping[str, bytes], form: int = tarfile.PAX_FORMAT) -> bytes:
    """Return a tar archive."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w", format=form) as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return made.getvalue()


def record(kind: str, url: str, content: bytes, **headers: str) -> bytes:
    """Return a record of a web archive; underscores in the names of headers stand for hyphens."""
    said = {
        "WARC-Type": kind,
        "WARC-Target-URI": url,
        "WARC-Date": "2025-10-09T07:47:00Z",
        **{name.replace("_", "-"): value for name, value in headers.items()},
        "Content-Length": str(len(content)),
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in said.items())
    head = head.encode("utf-8", "replace").decode()
    return f"WARC/1.1\r\n{head}\r\n".encode() + content + b"\r\n\r\n"


def response(
    url: str, content: bytes, kind: str = "text/html", status: str = "200 OK", **headers: str
) -> bytes:
    """Return the record of a server's answer."""
    said = {"Content-Type": kind, **{name.replace("_", "-"): value for name, value in headers.items()}}
    head = "".join(f"{name}: {value}\r\n" for name, value in said.items())
    answer = f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + content
    return record("response", url, answer, Content_Type="application/http; msgtype=response")


def zstandard(content: bytes) -> bytes:
    """Return bytes in a frame of zstd (RFC 8878), as they are."""
    size = 2**17
    pieces = [content[at : at + size] for at in range(0, len(content), size)] or [b""]
    blocks = [
        (len(piece) << 3 | (number == len(pieces))).to_bytes(3, "little") + piece
        for number, piece in enumerate(pieces, 1)
    ]
    return b"\x28\xb5\x2f\xfd\xa0" + len(content).to_bytes(4, "little") + b"".join(blocks)


RECORDS = (
    record("warcinfo", "", b"software: a crawler\r\n", Content_Type="application/warc-fields"),
    response("https://littoral.example/digue", sources.page()),
    record("request", "https://littoral.example/digue", b"GET /digue HTTP/1.1\r\n\r\n"),
    response("https://littoral.example/style.css", b"body {}", kind="text/css"),
    record("conversion", "https://littoral.example/port", FILES["news/port.txt"], Content_Type="text/plain"),
)
"""Records of which two are read, and one is passed over."""

WEB_ARCHIVE = b"".join(RECORDS)
PACKED_WEB_ARCHIVE = b"".join(map(gzip.compress, RECORDS))
"""A record a member, as the standard asks."""
WACZ = zipped(
    {
        "datapackage.json": b'{"profile": "data-package", "wacz_version": "1.1.1"}',
        "pages/pages.jsonl": b'{"format": "json-pages-1.0"}\n',
        "archive/data.warc.gz": PACKED_WEB_ARCHIVE,
    },
    zipfile.ZIP_STORED,
)

ARCHIVES = {
    "zip": zipped(FILES),
    "tar": tarred(FILES),
    "gz": gzip.compress(tarred(FILES), mtime=0),
    "bz2": bz2.compress(tarred(FILES)),
    "xz": lzma.compress(tarred(FILES)),
    "zst": zstandard(tarred(FILES)),
    "warc": WEB_ARCHIVE,
}
"""An archive of each kind with the same two files that are read, and one that is not."""
