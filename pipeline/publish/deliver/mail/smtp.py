"""Sending one message by SMTP, over TLS unless the server is this machine or the settings say otherwise."""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from pipeline.core import offline
from pipeline.core.dataclass import dataclass
from pipeline.core.errors import DeliveryError, NetworkError, OfflineError
from pipeline.core.http.addresses import AddressGuard
from pipeline.core.http.deadline import Deadline
from pipeline.core.http.dial import open_connection, reaches_this_machine
from pipeline.core.http.tls import over_tls, tls_context, tls_failure
from pipeline.publish.deliver.attempts import PassingError
from pipeline.publish.deliver.secret import SecretSource

_SILENCE = 30.0
"""Seconds that a mail server may stay silent: it may look into a message before it takes it."""
_ANSWERS = 2**20
"""Most bytes that a server may answer in all."""
_QUOTED = 200
"""Most characters of an answer that a message quotes."""
_GUARD = AddressGuard(allow_private=True, allow_plain=True)
"""A mail server is named by the user alone, and is often this machine or a neighbour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """Where messages are handed in."""

    host: str
    port: int
    security: str
    """``starttls``, ``tls`` or ``none``; empty is starttls, but none where the server is this machine."""
    user: str
    password: SecretSource
    authorities: Path | None
    """Certificates of those who may vouch for the server; None for the system's."""
    seconds: float
    """Seconds that the sending of one message may take."""


def send_mail(message: bytes, *, sender: str, to: str, server: MailServer) -> str:
    """Hand in a message once, and return the server's answer in a line.

    ``sender`` and ``to`` are plain addresses. Raises ``PassingError`` where another attempt may succeed, and
    ``DeliveryError`` otherwise.
    """
    password = server.password.read() if server.user else ""
    with Deadline(server.seconds) as deadline, _told(server.host, deadline), offline.permitted():
        session = _opened(server, deadline, own_name=sender.rpartition("@")[2])
        try:
            if server.user:
                session.login(server.user, password)
            _expect(session.mail(sender), f"the sender {sender}")
            _expect(session.rcpt(to), f"the address {to}")
            return _shown(_expect(session.data(message), "the message"))
        finally:
            _leave(session)


class _Session(smtplib.SMTP):
    """A session over a connection that was opened before, with a server whose answers are bounded."""

    def __init__(self, opened: socket.socket, server: MailServer, own_name: str) -> None:
        self._opened = opened
        super().__init__(server.host, server.port, local_hostname=own_name, timeout=_SILENCE)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return self._opened

    def getreply(self) -> tuple[int, bytes]:
        if self.file is None and self.sock is not None:
            self.file = _Bounded(self.sock.makefile("rb"))
        return super().getreply()


class _Bounded:
    """The answers of a server, up to a limit."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self._left = _ANSWERS

    def readline(self, size: int = -1) -> bytes:
        line: bytes = self._file.readline(size)
        self._left -= len(line)
        if self._left < 0:
            raise OSError("it answers without an end")
        return line

    def close(self) -> None:
        self._file.close()


def _opened(server: MailServer, deadline: Deadline, own_name: str) -> _Session:
    """Return a session that is secured as the settings say."""
    opened = open_connection(server.host, server.port, guard=_GUARD, deadline=deadline, silence=_SILENCE)
    try:
        is_own = reaches_this_machine(opened)
        if server.security == "tls":
            opened = over_tls(opened, server.host, server.authorities, deadline)
        _check_password_is_safe(server, is_own)
        session = _Session(opened, server, own_name)
    except BaseException:
        opened.close()
        raise
    try:
        if server.security == "starttls" or (not server.security and not is_own):
            _start_tls(session, server, deadline)
        session.ehlo_or_helo_if_needed()
    except BaseException:
        session.close()
        raise
    return session


def _start_tls(session: _Session, server: MailServer, deadline: Deadline) -> None:
    session.ehlo_or_helo_if_needed()
    if not session.has_extn("starttls"):
        raise DeliveryError(
            f"{server.host}: does not offer STARTTLS, so the mail could be read on the way; set security to"
            ' "tls" if it has a port for that, or to "none" if you trust the way to it',
            is_final=True,
        )
    try:
        session.starttls(context=tls_context(server.authorities))
    except (OSError, ValueError) as error:  # smtplib's own errors are OSErrors too
        if isinstance(error, smtplib.SMTPException):
            raise
        raise tls_failure(error, server.host, deadline) from error


def _check_password_is_safe(server: MailServer, is_own: bool) -> None:
    if server.security == "none" and server.user and not is_own:
        raise _final(
            f"{server.host}: the password would be sent in the clear; set security to starttls or tls"
        )


def _expect(answer: tuple[int, bytes], what: str) -> tuple[int, bytes]:
    code, words = answer
    if not 200 <= code < 300:
        raise smtplib.SMTPResponseException(code, f"{what} is refused: {_shown((code, words))}")
    return answer


def _leave(session: _Session) -> None:
    with suppress(OSError):  # what was to be done is done
        session.quit()
    session.close()


@contextmanager
def _told(host: str, deadline: Deadline) -> Iterator[None]:
    """Raise ``DeliveryError`` in place of what fails in the block."""
    try:
        yield
    except smtplib.SMTPAuthenticationError as error:
        words = f"{host}: the login is refused ({error.smtp_code}); check user and password"
        raise _refusal(error.smtp_code, words) from None  # the answer might repeat the password
    except smtplib.SMTPNotSupportedError as error:
        raise DeliveryError(f"{host}: {error}; see its settings", is_final=True) from error
    except smtplib.SMTPResponseException as error:
        given = error.smtp_error
        said = given if isinstance(given, str) else _shown((error.smtp_code, given))
        raise _refusal(error.smtp_code, f"{host}: {said}") from error
    except NetworkError as error:
        failure = PassingError if error.is_temporary else _final
        raise failure(error.message) from error
    except OfflineError as error:
        raise DeliveryError(error.message) from error
    except (OSError, ValueError, ssl.SSLError) as error:  # smtplib's errors are OSErrors
        raise PassingError(f"{host}: {deadline.reason(error)}") from error


def _refusal(code: int, words: str) -> DeliveryError:
    return PassingError(words) if 400 <= code < 500 or code < 0 else _final(words)


def _final(words: str) -> DeliveryError:
    return DeliveryError(words, is_final=True)


def _shown(answer: tuple[int, bytes]) -> str:
    return f"{answer[0]} {_words(answer[1])}"


def _words(answer: bytes | str) -> str:
    words = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return " ".join(words.split())[:_QUOTED]
