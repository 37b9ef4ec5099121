"""Delivery by mail: a message for each language and address, as a file, and by SMTP where a host is named."""

from __future__ import annotations

import re
from email.errors import MessageError
from email.headerregistry import Address, AddressHeader, HeaderRegistry
from pathlib import Path

from pipeline.core.errors import UsageError
from pipeline.core.files import durable
from pipeline.core.files.replace import BESIDE, replace_file
from pipeline.core.records import Parcel
from pipeline.publish.deliver.addresses import check_unsubscribe, checked_base, page_address, run_root
from pipeline.publish.deliver.attempts import FIRST_PAUSE, keep_trying
from pipeline.publish.deliver.mail.message import Envelope, mail_message
from pipeline.publish.deliver.mail.smtp import MailServer, send_mail
from pipeline.publish.deliver.parcel import delivery_key, file_word, languages_to_send, shown_digest
from pipeline.publish.deliver.problems import unknown_item, write_failed, wrong_setting
from pipeline.publish.deliver.secret import secret_source
from pipeline.publish.deliver.settings import MailSettings
from pipeline.write.paths import MAIL_FOLDER, MAIL_SUFFIX

_PORTS = {"": 587, "starttls": 587, "tls": 465, "none": 25}
_MAILBOX = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")
"""An address that every server takes: ASCII, no quotation marks."""
_LIST_ID = re.compile(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_UNSAFE = re.compile(r"[^A-Za-z0-9@.+-]")


class MailDeliverer:
    """Sends digests by mail, and keeps each message as a file."""

    def __init__(self, name: str, settings: MailSettings, *, pause: float = FIRST_PAUSE) -> None:
        """Take the settings; ``pause`` is the seconds before a second attempt.

        Raises ``UsageError`` where the settings cannot be used.
        """
        self._name = name
        self._settings = settings
        self._pause = pause
        self._sender = _address(name, "from", settings.sender)
        self._to = {address.addr_spec: address for address in _recipients(name, settings)}
        self._base = checked_base(name, settings.base_url)
        if settings.list_id and _LIST_ID.fullmatch(settings.list_id) is None:
            raise wrong_setting(name, "list_id", f"{settings.list_id!r} is no name such as news.example.org")
        if settings.unsubscribe:
            check_unsubscribe(name, settings.unsubscribe)
        self._server = _server(name, settings)

    @property
    def name(self) -> str:
        """Name of the delivery."""
        return self._name

    def items(self, parcel: Parcel) -> tuple[str, ...]:
        """Return ``<language> <address>`` for each message."""
        languages = languages_to_send(parcel, self._settings.languages)
        return tuple(f"{language} {address}" for language in languages for address in self._to)

    def send(self, parcel: Parcel, item: str) -> str:
        """Write the message of an item, and send it where a host is named. Raises ``DeliveryError``."""
        if item not in self.items(parcel):
            raise unknown_item(item)
        language, _, address = item.partition(" ")
        shown = shown_digest(parcel, language)
        key = delivery_key(parcel, self._name, item)
        envelope = Envelope(
            sender=self._sender,
            to=self._to[address],
            key=key,
            subject=self._settings.subject or "",
            list_id=self._settings.list_id or "",
            unsubscribe=self._settings.unsubscribe or "",
            page=page_address(self._base, parcel, language),
            root=run_root(self._base, parcel),
        )
        message = mail_message(shown, parcel, envelope)
        path = self._written(parcel, language, address, key, message)
        server = self._server
        if server is None:
            return f"mail {language} to {address}: written to {path}, not sent (no host)"
        sender = self._sender.addr_spec
        answer = keep_trying(
            lambda: send_mail(message, sender=sender, to=address, server=server),
            seconds=self._settings.retry_seconds,
            pause=self._pause,
        )
        return f"mail {language} to {address}: {answer}"

    def _written(self, parcel: Parcel, language: str, address: str, key: str, message: bytes) -> Path:
        """Write the message to its file. Raises ``DeliveryError``."""
        folder = Path(self._settings.folder) if self._settings.folder else parcel.run / MAIL_FOLDER
        words = (
            file_word(parcel.slot, "the slot"),
            file_word(language, "the language"),
            _UNSAFE.sub("_", address),
        )
        path = folder / f"{'.'.join(words)}.{key[:8]}{MAIL_SUFFIX}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if not path.is_file() or durable.read_regular(path) != message:
                replace_file(path, (message,), beside=path.with_name(f"{BESIDE}{path.name}"))
        except OSError as error:
            raise write_failed(path, error) from error
        return path


def _recipients(name: str, settings: MailSettings) -> tuple[Address, ...]:
    if not settings.to:
        raise wrong_setting(name, "to", "is empty; name an address")
    return tuple(_address(name, "to", words) for words in settings.to)


def _address(name: str, key: str, words: str) -> Address:
    """Return the one mailbox that ``words`` name. Raises ``UsageError``."""
    wrong = wrong_setting(name, key, f"{words!r} is no address such as desk@example.org")
    if not words.isprintable():
        raise wrong
    try:
        header = HeaderRegistry()("To", words)
    except (MessageError, ValueError, IndexError):
        raise wrong from None
    found = header.addresses if isinstance(header, AddressHeader) else ()
    if len(found) != 1 or header.defects or _MAILBOX.fullmatch(found[0].addr_spec) is None:
        raise wrong
    return Address(found[0].display_name, found[0].username, found[0].domain)


def _server(name: str, settings: MailSettings) -> MailServer | None:
    """Return where messages are handed in; None where they are only written. Raises ``UsageError``."""
    password = secret_source(name, "password", settings.password_file, settings.password_env)
    if not settings.host:
        for key in ("port", "security", "user", "password_file", "password_env"):
            if getattr(settings, key):
                raise wrong_setting(name, key, "needs a host; name the mail server")
        return None
    security = settings.security or ("tls" if settings.port == _PORTS["tls"] else "")
    if security not in _PORTS:
        raise wrong_setting(name, "security", f"{security!r} is not known; known: starttls, tls, none")
    if bool(settings.user) != password.is_given:
        raise _half_a_login(name, settings)
    return MailServer(
        host=settings.host,
        port=settings.port or _PORTS[security],
        security=security,
        user=settings.user or "",
        password=password,
        authorities=Path(settings.ca_file) if settings.ca_file else None,
        seconds=settings.timeout,
    )


def _half_a_login(name: str, settings: MailSettings) -> UsageError:
    if settings.user:
        return wrong_setting(name, "user", "needs a password: name its password_file or password_env")
    return wrong_setting(name, "user", "is missing, though there is a password; name who logs in")
