"""A web server on this machine that breaks off, lies and forgets, as the test at hand tells it to."""

from __future__ import annotations

import http.server
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(kw_only=True)
class Site:
    """One file, and how it is served."""

    content: bytes
    address: str = ""
    etag: str | None = '"one"'
    modified: str | None = None
    ranges: bool = True
    """Whether a part can be asked for."""
    breaks: list[int] = field(default_factory=list)
    """After how many bytes the next answers break off; then they are whole."""
    status: list[int] = field(default_factory=list)
    """Status codes of the next answers, in place of the file."""
    length: int | None = None
    """What Content-Length says, where it lies; -1 leaves it out."""
    wrong_part: bool = False
    """Answer with another part than was asked for."""
    asked: list[dict[str, str]] = field(default_factory=list)
    """The headers of every request so far."""


class _Server(http.server.ThreadingHTTPServer):
    site: Site


class _Handler(http.server.BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        site = self.server.site
        site.asked.append(dict(self.headers))
        if site.status:
            self.send_error(site.status.pop(0))
            return
        start = self._start()
        if start >= len(site.content):
            self.send_response(416)
            self.send_header("Content-Range", f"bytes */{len(site.content)}")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        body = site.content[start:]
        self.send_response(206 if start else 200)
        self._describe(start, len(body))
        self.wfile.write(body[: site.breaks.pop(0)] if site.breaks else body)

    def _start(self) -> int:
        """Return where to begin: as asked, if the file is still the one that was asked for."""
        site = self.server.site
        wanted = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        current = {site.etag, site.modified} - {None}
        if wanted is None or not site.ranges or self.headers.get("If-Range") not in current:
            return 0
        return int(wanted.group(1))

    def _describe(self, start: int, length: int) -> None:
        site = self.server.site
        first = start + 1 if site.wrong_part else start
        headers = {
            "Content-Range": f"bytes {first}-{start + length - 1}/{start + length}" if start else None,
            "Content-Length": str(length if site.length is None else site.length),
            "ETag": site.etag,
            "Last-Modified": site.modified,
        }
        for name, value in headers.items():
            if value not in {None, "-1"}:
                self.send_header(name, str(value))
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Keep quiet."""


@contextmanager
def serving(site: Site) -> Iterator[Site]:
    """Serve ``site`` on a free port of the loopback interface until the block ends."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.site = site
    site.address = f"http://127.0.0.1:{server.server_port}/package.argosmodel"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
