"""The settings are declared once, for the file, its errors, the reference page and the schema."""

from __future__ import annotations

import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from pipeline.core import codec
from pipeline.core.errors import RecordError, UsageError
from pipeline.core.option import declared_options, default_values, in_plain_words
from pipeline.publish.deliver.settings import (
    DELIVERY_KINDS,
    CommandSettings,
    DeliverySettings,
    FeedSettings,
    MailSettings,
    WebhookSettings,
    path_fields,
    with_paths_from,
)
from pipeline.publish.deliver.table import open_deliverer


@pytest.mark.parametrize("kind", DELIVERY_KINDS)
def test_every_field_is_declared_with_its_default(kind: str) -> None:
    """So that nothing can be set that is not documented."""
    settings: Any = DELIVERY_KINDS[kind]
    assert [item.name for item in declared_options(settings)] == [field.name for field in fields(settings)]
    own = {field.name: field.default for field in fields(settings)}
    assert all(own[name] == value for name, value in default_values(settings).items())
    assert all(item.option.help.endswith(".") and item.option.metavar for item in declared_options(settings))
    assert {type(item.option.default) for item in declared_options(settings)} <= {type(None), int, bool}


def test_a_table_of_the_file_becomes_settings() -> None:
    """By the keys of the file; what is wrong is told in plain words."""
    table = tomllib.loads('to = ["desk@example.org"]\nfrom = "news@example.org"\nport = 25\nhost = "mail"')
    keys = {item.key: item.name for item in declared_options(MailSettings)}
    found = codec.from_table(
        MailSettings, {keys[key]: value for key, value in table.items()}, where="deliver.m"
    )
    assert (found.to, found.sender, found.port) == (("desk@example.org",), "news@example.org", 25)
    assert codec.from_table(WebhookSettings, {"url": "u", "allow_private": True}, where="w").allow_private
    with pytest.raises(RecordError) as refused:
        codec.from_table(FeedSettings, {"entries": "many", "folder": "f"}, where="deliver.f")
    assert in_plain_words(refused.value.message).startswith("deliver.f: entries: must be a whole number")
    with pytest.raises(RecordError) as refused:
        codec.from_table(FeedSettings, {}, where="deliver.f")
    assert in_plain_words(refused.value.message) == "deliver.f: folder: is missing"


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (FeedSettings(folder="f", entries=0), "entries: must be at least 1, not 0"),
        (
            MailSettings(to=("a@b.example",), sender="a@b.example", host="h", port=70_000),
            "port: must be at most",
        ),
        (
            MailSettings(to=("a@b.example",), sender="a@b.example", retry_seconds=-1),
            "retry_seconds: must be at",
        ),
        (CommandSettings(command=("true",), timeout=10**30), "timeout: must be at most 86400"),
    ],
)
def test_numbers_that_nothing_can_be_done_with_are_refused(settings: DeliverySettings, words: str) -> None:
    """When the delivery is opened, with its name and the key."""
    with pytest.raises(UsageError, match=rf"^deliver\.x: {words}"):
        open_deliverer("x", settings)


def test_no_setting_holds_a_secret() -> None:
    """But the place of one; a password in the file would be shown by whoever shows the file."""
    names = {field.name for kind in DELIVERY_KINDS.values() for field in fields(kind)}
    assert not names & {"password", "secret", "token", "key"}


def test_paths_count_from_the_folder_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Folders, files of secrets and certificates, a program that is named by a path; ``~`` is the home."""
    monkeypatch.setenv("HOME", "/home/news")
    base = Path("/etc/depeche")
    mail = MailSettings(
        to=("a@b.example",), sender="a@b.example", folder="mails", password_file="~/word", ca_file="/ca.pem"
    )
    found = with_paths_from(mail, base)
    assert isinstance(found, MailSettings)
    assert (found.folder, found.password_file, found.ca_file) == (
        "/etc/depeche/mails",
        "/home/news/word",
        "/ca.pem",
    )
    assert with_paths_from(FeedSettings(folder="f"), base) == FeedSettings(folder="/etc/depeche/f")
    for command, wanted in (("./wire", "/etc/depeche/wire"), ("wire", "wire"), ("/bin/wire", "/bin/wire")):
        assert with_paths_from(CommandSettings(command=(command, "./x")), base) == CommandSettings(
            command=(wanted, "./x")
        )
    assert path_fields(WebhookSettings) == ("secret_file", "ca_file")
