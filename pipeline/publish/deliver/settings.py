"""The settings of deliveries, each declared once, as in ``run/configuration/options.py``.

``depeche.toml`` has a table ``[deliver.NAME]`` for each delivery. Its ``kind`` says which of these classes
has its other keys. Passwords are never in it, but the name of a file or environment variable that has them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

from pipeline.core.dataclass import dataclass
from pipeline.core.option import OptionSpec, declared_options, with_values

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

ENTRIES = 200
"""Number of entries that a feed keeps, unless it is told another."""
MAIL_SECONDS = 60
"""Seconds that the sending of one mail may take."""
WEBHOOK_SECONDS = 30
"""Seconds that one request to a webhook may take."""
COMMAND_SECONDS = 300
"""Seconds that a command may take."""
RETRY_SECONDS = 120
"""Seconds for which a mail or a request is tried again, before the delivery is left to the next run."""

_LANGUAGES = OptionSpec(
    help="Languages to deliver, such as es.", metavar="CODES", default_words="the digest's", commands=()
)
_BASE_URL = OptionSpec(
    help="Address at which the folder of runs is served, for links to the pages.", metavar="URL", commands=()
)
_CA_FILE = OptionSpec(
    help="Certificates of those who may vouch for the server, as PEM.",
    metavar="FILE",
    default_words="the system's",
    commands=(),
)
_RETRY = OptionSpec(
    help="Seconds for which what may pass is tried again.",
    metavar="N",
    minimum=0,
    default=RETRY_SECONDS,
    commands=(),
)


_FEEDS = OptionSpec(help="Where the feeds are written.", metavar="FOLDER", commands=())
_FEEDS_URL = OptionSpec(
    help="Address at which the folder of feeds is served, for a feed's link to itself.",
    metavar="URL",
    commands=(),
)
_ENTRIES = OptionSpec(help="Entries that a feed keeps.", metavar="N", minimum=1, default=ENTRIES, commands=())


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedSettings:
    """``kind = "feed"``: one Atom feed a language, to which the stories of each digest are added."""

    folder: Annotated[str, _FEEDS]
    languages: Annotated[tuple[str, ...], _LANGUAGES] = ()
    title: Annotated[
        str | None,
        OptionSpec(
            help="Title of the feeds.", metavar="TEXT", default_words="the name of the job", commands=()
        ),
    ] = None
    base_url: Annotated[str | None, _BASE_URL] = None
    feeds_url: Annotated[str | None, _FEEDS_URL] = None
    entries: Annotated[int, _ENTRIES] = ENTRIES


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcesSettings:
    """``kind = "sources"``: one Atom feed for each outlet and language, of what it published."""

    folder: Annotated[str, _FEEDS]
    languages: Annotated[tuple[str, ...], _LANGUAGES] = ()
    base_url: Annotated[str | None, _BASE_URL] = None
    feeds_url: Annotated[str | None, _FEEDS_URL] = None
    entries: Annotated[int, _ENTRIES] = ENTRIES


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSettings:
    """``kind = "mail"``: one message for each language and address."""

    to: Annotated[
        tuple[str, ...],
        OptionSpec(
            help="Addresses of readers or of mailing lists; each gets a message of its own.",
            metavar="ADDRESSES",
            commands=(),
        ),
    ]
    sender: Annotated[
        str,
        OptionSpec(
            help="Who sends, such as News <news@example.org>.", metavar="ADDRESS", flag="--from", commands=()
        ),
    ]
    languages: Annotated[tuple[str, ...], _LANGUAGES] = ()
    folder: Annotated[
        str | None,
        OptionSpec(
            help="Where the messages are written.",
            metavar="FOLDER",
            default_words="mail/ in the run's folder",
            commands=(),
        ),
    ] = None
    subject: Annotated[
        str | None, OptionSpec(help="What subjects begin with, such as [news].", metavar="TEXT", commands=())
    ] = None
    list_id: Annotated[
        str | None,
        OptionSpec(help="Name of the mailing list, such as news.example.org.", metavar="NAME", commands=()),
    ] = None
    unsubscribe: Annotated[
        str | None,
        OptionSpec(help="Address to unsubscribe at, https: or mailto:.", metavar="URL", commands=()),
    ] = None
    base_url: Annotated[str | None, _BASE_URL] = None
    host: Annotated[
        str | None,
        OptionSpec(
            help="Mail server to send by.",
            metavar="HOST",
            default_words="none: messages are only written",
            commands=(),
        ),
    ] = None
    port: Annotated[
        int | None,
        OptionSpec(
            help="Port of the mail server.",
            metavar="N",
            minimum=1,
            default_words="587, 465 with tls, 25 with none",
            commands=(),
        ),
    ] = None
    security: Annotated[
        str | None,
        OptionSpec(
            help="How the way to the mail server is secured: starttls, tls or none.",
            metavar="NAME",
            default_words="starttls, but tls at port 465 and none on this machine",
            commands=(),
        ),
    ] = None
    user: Annotated[str | None, OptionSpec(help="Name to log in with.", metavar="NAME", commands=())] = None
    password_file: Annotated[
        str | None, OptionSpec(help="File that holds the password.", metavar="FILE", commands=())
    ] = None
    password_env: Annotated[
        str | None,
        OptionSpec(help="Environment variable that holds the password.", metavar="NAME", commands=()),
    ] = None
    ca_file: Annotated[str | None, _CA_FILE] = None
    timeout: Annotated[
        int,
        OptionSpec(
            help="Seconds that the sending of one message may take.",
            metavar="N",
            minimum=1,
            default=MAIL_SECONDS,
            commands=(),
        ),
    ] = MAIL_SECONDS
    retry_seconds: Annotated[int, _RETRY] = RETRY_SECONDS


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderSettings:
    """``kind = "folder"``: a copy of each digest, and of the run's pages, in a folder of its own."""

    folder: Annotated[
        str, OptionSpec(help="Where the copies are written, one folder each.", metavar="FOLDER", commands=())
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookSettings:
    """``kind = "webhook"``: the digest as JSON, in one signed request."""

    url: Annotated[
        str, OptionSpec(help="Address that the digest is sent to, https.", metavar="URL", commands=())
    ]
    secret_file: Annotated[
        str | None,
        OptionSpec(help="File that holds the secret to sign with.", metavar="FILE", commands=()),
    ] = None
    secret_env: Annotated[
        str | None,
        OptionSpec(
            help="Environment variable that holds the secret to sign with.", metavar="NAME", commands=()
        ),
    ] = None
    allow_private: Annotated[
        bool,
        OptionSpec(
            help="Whether the address may lead to this machine (there without TLS too) or a private network.",
            metavar="BOOL",
            default=False,
            default_words="false",
            commands=(),
        ),
    ] = False
    ca_file: Annotated[str | None, _CA_FILE] = None
    timeout: Annotated[
        int,
        OptionSpec(
            help="Seconds that one request may take.",
            metavar="N",
            minimum=1,
            default=WEBHOOK_SECONDS,
            commands=(),
        ),
    ] = WEBHOOK_SECONDS
    retry_seconds: Annotated[int, _RETRY] = RETRY_SECONDS


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandSettings:
    """``kind = "command"``: a program that gets the digest as JSON on its standard input."""

    command: Annotated[
        tuple[str, ...],
        OptionSpec(help="The program and its arguments; there is no shell.", metavar="WORDS", commands=()),
    ]
    environment: Annotated[
        tuple[str, ...],
        OptionSpec(
            help="Environment variables to hand on, beside PATH, HOME and the like.",
            metavar="NAMES",
            commands=(),
        ),
    ] = ()
    timeout: Annotated[
        int,
        OptionSpec(
            help="Seconds that the program may take.",
            metavar="N",
            minimum=1,
            default=COMMAND_SECONDS,
            commands=(),
        ),
    ] = COMMAND_SECONDS


DeliverySettings: TypeAlias = (
    FeedSettings | SourcesSettings | MailSettings | FolderSettings | WebhookSettings | CommandSettings
)

DELIVERY_KINDS: Mapping[str, type[DeliverySettings]] = {
    "feed": FeedSettings,
    "sources": SourcesSettings,
    "mail": MailSettings,
    "folder": FolderSettings,
    "webhook": WebhookSettings,
    "command": CommandSettings,
}
"""The classes of settings, by the ``kind`` of a delivery."""


def path_fields(kind: type[DataclassInstance]) -> tuple[str, ...]:
    """Return the fields whose values are paths."""
    return tuple(item.name for item in declared_options(kind) if item.option.metavar in ("FILE", "FOLDER"))


def with_paths_from(settings: DeliverySettings, base: Path) -> DeliverySettings:
    """Return settings whose paths count from ``base``, the folder of the configuration file.

    A program with a slash in its name is a path, too; any other is looked for in ``PATH``. Raises
    ``RuntimeError`` for the home of an unknown user (``~nobody``).
    """
    found = {
        name: str(base / Path(value).expanduser())
        for name in path_fields(type(settings))
        if isinstance(value := getattr(settings, name), str) and value
    }
    if isinstance(settings, CommandSettings) and settings.command and "/" in settings.command[0]:
        program = str(base / Path(settings.command[0]).expanduser())
        return replace(settings, command=(program, *settings.command[1:]))
    return with_values(settings, found)
