"""A mail server on this machine, by aiosmtpd, that answers as a test wants and keeps what it is sent."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


@dataclass(kw_only=True)
class Mailbox:
    """What a server was sent, and how it answers."""

    port: int = 0
    answers: list[str] = field(default_factory=list)
    """Answers to the next messages, such as ``451 later``; ``250 taken`` when there are no more."""
    refused: dict[str, str] = field(default_factory=dict)
    """Answers to addresses that are refused."""
    messages: list[bytes] = field(default_factory=list)
    """All messages that came, those too that were then refused."""
    senders: list[str] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    secured: list[bool] = field(default_factory=list)
    """Whether each message came over TLS."""
    logins: list[tuple[str, str]] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 - as aiosmtpd calls it
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take or refuse an address."""
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Keep a message, and answer."""
        content = envelope.content or b""
        self.messages.append(content if isinstance(content, bytes) else content.encode())
        self.senders.append(envelope.mail_from or "")
        self.recipients += envelope.rcpt_tos
        way: Any = server.transport
        self.secured.append(way.get_extra_info("ssl_object") is not None)
        return self.answers.pop(0) if self.answers else "250 taken as 4711"

    def check(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
    ) -> AuthResult:
        """Let in whoever has the right password."""
        if not isinstance(data, LoginPassword):
            return AuthResult(success=False, handled=False)
        self.logins.append((data.login.decode(), data.password.decode()))
        return AuthResult(success=data.password == b"s3cret", handled=False)


class _Controller(Controller):
    """A controller that takes a port which is free, and then knows it."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._made: list[SMTP] = []

    def factory(self) -> SMTP:
        """Make the protocol of a connection, and remember it."""
        made: SMTP = super().factory()  # type: ignore[no-untyped-call]
        self._made.append(made)
        return made

    def hang_up(self) -> None:
        """Close what clients have left half open: a loop that stops would leave their sockets to be found."""

        async def close() -> None:
            for made in self._made:
                way: Any = made.transport
                if way is not None:
                    way.abort()
            await asyncio.sleep(0.01)  # the loop closes them on its next round

        asyncio.run_coroutine_threadsafe(close(), self.loop).result()

    def _trigger_server(self) -> None:
        served: Any = self.server
        self.port = served.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]


@contextmanager
def mail_server(
    *, certificate: tuple[Path, Path] | None = None, implicit: bool = False, login: bool = False
) -> Iterator[Mailbox]:
    """Serve on 127.0.0.1 while the block runs: with STARTTLS where there is a certificate, or TLS at once."""
    context = None
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
    box = Mailbox()
    controller = _Controller(
        box,
        hostname="127.0.0.1",
        port=0,
        ssl_context=context if implicit else None,
        tls_context=None if implicit else context,
        authenticator=box.check if login else None,
        auth_required=login,
        auth_require_tls=login and not implicit and context is not None,
    )
    controller.start()
    try:
        box.port = controller.port
        yield box
    finally:
        controller.hang_up()
        controller.stop()
