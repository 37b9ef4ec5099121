"""HTTP servers on this machine that answer as a test wants, and keep what they were sent; TLS, if wanted."""

from __future__ import annotations

import datetime
import http.server
import ipaddress
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A request as a server got it."""

    method: str
    path: str
    headers: dict[str, str]
    """The headers, names in lower case."""
    body: bytes


class Answering(http.server.BaseHTTPRequestHandler):
    """A request that is to be answered."""

    protocol_version = "HTTP/1.1"

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        """Send a whole answer; ``Retry_After`` is the header ``Retry-After``."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Keep quiet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A server at work."""

    port: int
    received: list[Received] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)
    """Set when the server is to end, for answers that never do."""


class _Quiet(http.server.ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """Keep quiet: clients go away on purpose."""


@contextmanager
def serving(
    answer: Callable[[Answering, Received], None], *, certificate: tuple[Path, Path] | None = None
) -> Iterator[Server]:
    """Serve on 127.0.0.1 while the block runs; ``certificate`` has the files of a chain and its key."""

    class Handler(Answering):
        def _any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            found = {name.lower(): value for name, value in self.headers.items()}
            request = Received(method=self.command, path=self.path, headers=found, body=body)
            server.received.append(request)
            try:
                answer(self, request)
            except OSError:
                self.close_connection = True

        do_GET = _any  # noqa: N815 - as the base class has it
        do_POST = _any  # noqa: N815

    inner = _Quiet(("127.0.0.1", 0), Handler)
    server = Server(port=inner.server_port)
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
        inner.socket = context.wrap_socket(inner.socket, server_side=True, do_handshake_on_connect=False)
    inner.daemon_threads = True
    inner.block_on_close = False
    thread = threading.Thread(target=inner.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        inner.shutdown()
        thread.join()
        inner.server_close()


def make_certificate(folder: Path, *names: str) -> tuple[Path, Path]:
    """Make a certificate that vouches for itself, for names and addresses; return its file and its key's."""
    key = ec.generate_private_key(ec.SECP256R1())
    own = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test")])
    now = datetime.datetime.now(datetime.UTC)
    known: list[x509.GeneralName] = []
    for name in names:
        try:
            known.append(x509.IPAddress(ipaddress.ip_address(name)))
        except ValueError:
            known.append(x509.DNSName(name))
    made = (
        x509.CertificateBuilder()
        .subject_name(own)
        .issuer_name(own)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=365))
        .add_extension(x509.SubjectAlternativeName(known), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate, private = folder / "server.pem", folder / "server.key"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return certificate, private
