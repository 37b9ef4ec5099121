"""A run to be read in a browser of this machine: pages are made when they are asked for, nothing is written.

The server listens on the loopback address alone. It answers only requests for that address or for
``localhost``, so that no page of the web can read a run through the user's browser (DNS rebinding). It serves
its own pages, which load and run nothing, and the files that the run's records list, as plain text, or to be
saved where they are no text. It follows no link in the run's folder.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socket import socket
from socketserver import TCPServer
from urllib.parse import unquote, urlsplit

from pipeline.core import offline
from pipeline.core.errors import RecordError, UsageError
from pipeline.core.files.lock import reading
from pipeline.publish.site.requests import PageAnswer, RunReader, plain_answer

_NOTHING = "default-src 'none'"
_BINARY = (b"PK\x03\x04", b"%PDF-", b"\xd0\xcf\x11\xe0", b"\x1f\x8b")
"""How files begin that are no text: office documents, books, PDF files, archives."""
_HEADERS = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Cache-Control", "no-store"),
)
_SECONDS = 30
"""How long a request may take to come in whole, in seconds."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def server_bind(self) -> None:
        """Bind without looking up the machine's name, which asks the network."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = offline.LOOPBACK, self.socket.getsockname()[1]

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a browser that does not wait for its answer is no fault."""


class _Handler(BaseHTTPRequestHandler):
    server_version, sys_version = "depeche", ""
    default_request_version = "HTTP/1.0"
    """Version assumed for a request that cannot be read. With 0.9 its answer would have no head, and so no
    policy."""
    timeout = _SECONDS

    def __init__(self, reader: RunReader, request: socket, address: tuple[str, int], server: _Server) -> None:
        self._reader, self._port = reader, server.server_port
        super().__init__(request, address, server)

    def do_GET(self) -> None:
        """Answer with a page, a file, or why there is none."""
        host, _, port = (self.headers.get("Host") or "").partition(":")
        if host not in (offline.LOOPBACK, "localhost") or port != str(self._port):
            self._send(
                HTTPStatus.MISDIRECTED_REQUEST, plain_answer("Ask for this machine by its own address.")
            )
            return
        path = unquote(urlsplit(self.path).path, errors="replace").removeprefix("/")
        try:
            found = self._reader.answer(path)
        except RecordError as error:
            self._send(HTTPStatus.INTERNAL_SERVER_ERROR, plain_answer(error.message))
            return
        except Exception as error:  # noqa: BLE001 - a forged record can contradict itself in any way
            words = f"The run's records contradict themselves: {type(error).__name__}."
            self._send(HTTPStatus.INTERNAL_SERVER_ERROR, plain_answer(words))
            return
        if found is None:
            self._send(HTTPStatus.NOT_FOUND, plain_answer("There is no such page in this run."))
        else:
            self._send(HTTPStatus.FOUND if found.elsewhere else HTTPStatus.OK, found)

    def do_HEAD(self) -> None:
        """Answer with the head alone."""
        self.do_GET()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Refuse a request that cannot be answered, under the same policy as every other answer."""
        status = HTTPStatus(code)
        self.close_connection = True
        self._send(status, plain_answer(f"{status.phrase}: pages are only to be read here."))

    def _send(self, status: HTTPStatus, answer: PageAnswer) -> None:
        self.send_response(status)
        if answer.content.startswith(_BINARY):
            self.send_header("Content-Type", "application/octet-stream")
            self.send_header("Content-Disposition", "attachment")
        else:
            self.send_header("Content-Type", f"text/{'html' if answer.policy else 'plain'}; charset=utf-8")
        self.send_header("Content-Length", str(len(answer.content)))
        self.send_header(
            "Content-Security-Policy", f"{answer.policy or _NOTHING}; frame-ancestors 'none'; sandbox"
        )
        for name, value in _HEADERS:
            self.send_header(name, value)
        if answer.elsewhere:
            self.send_header("Location", answer.elsewhere)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class calls it so
        """Log nothing: what is read is nobody's business."""


@contextmanager
def serving(run: Path, *, port: int = 0) -> Iterator[tuple[str, _Server]]:
    """Listen on ``port`` of this machine, 0 for any free one; yield the address to open, and the server.

    Raises ``RecordError`` where the folder holds no run, ``UsageError`` where the port is not to be had.
    """
    reader = RunReader(run)
    with offline.loopback(), reading(run):
        try:
            server = _Server((offline.LOOPBACK, port), partial(_Handler, reader))
        except (OSError, OverflowError) as error:
            reason = error.strerror if isinstance(error, OSError) else "there is no such port"
            raise UsageError(
                f"--port {port}: cannot be listened on: {reason}; leave it out for a free one"
            ) from error
        with server:
            yield f"http://{offline.LOOPBACK}:{server.server_port}/", server
