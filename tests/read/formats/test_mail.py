"""E-mail messages and mailboxes as documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.core.records import Published
from tests.read.formats.test_web import read, words
from tests.support import sources


def test_a_message_is_read_without_quotes_and_signature(tmp_path: Path) -> None:
    """The subject is the title, the sender the outlet; the encoding is the declared one."""
    (document,) = read(tmp_path / "a.eml", sources.MESSAGE)
    assert words(document) == [
        ("title", "Le marché ferme"),
        ("paragraph", "Le marché couvert fermera ses portes en décembre."),
        ("paragraph", "Les commerçants seront relogés."),
    ]
    assert document.metadata.outlet == "The Pier"
    assert document.metadata.published == Published(time="2025-10-09T07:47:00+02:00", said_by="message")


def test_the_best_part_of_a_newsletter_is_read(tmp_path: Path) -> None:
    """A plain part that only points to the other is no text; hidden previews and trackers are dropped."""
    (document,) = read(tmp_path / "a.eml", sources.NEWSLETTER)
    assert words(document) == [
        ("title", "The week"),
        ("heading", "Harbour grows"),
        ("paragraph", "The harbour grew by a tenth this year, the port authority said."),
        ("paragraph", "It will need two more cranes before the spring, its head added on Thursday."),
    ]
    assert document.metadata.published == Published(time="2025-10-09T07:47:00+00:00", said_by="message")


def test_each_message_of_a_mailbox_is_a_document(tmp_path: Path) -> None:
    """Named by its Message-ID; lines that the mailbox escaped are as they were sent."""
    first, second = read(tmp_path / "news.mbox", sources.MAILBOX)
    assert first.origin == f"{tmp_path}/news.mbox#abc@pier.example"
    assert first.content == sources.MESSAGE
    assert second.origin.endswith("#def@pier.example")
    assert ("paragraph", "From now on, no more.") in words(second)


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
@pytest.mark.parametrize("label", ["", "; charset=us-ascii", "; charset=iso-8859-1", "; charset=x-unknown"])
def test_a_wrong_or_missing_charset_costs_no_letter(encoding: str, label: str, tmp_path: Path) -> None:
    """Many programs do not say what they write, or say something else."""
    words_sent = "La préfecture a fermé l’école du village après l’inondation, a déclaré le maire jeudi soir."
    head = f"From: a@pier.example\nSubject: x\nMessage-ID: <1@x>\nContent-Type: text/plain{label}\n\n"
    (document,) = read(tmp_path / "a.eml", head.encode() + words_sent.encode(encoding) + b"\n")
    if (encoding, label) != ("utf-8", "; charset=iso-8859-1"):
        assert words_sent in document.text


def test_what_follows_the_line_of_an_older_message_is_left_out(tmp_path: Path) -> None:
    """Some programs quote without marks; a message that begins with such a line was forwarded."""
    head = b"From: a@pier.example\nSubject: x\nMessage-ID: <1@x>\n\n"
    old = b"-----Original Message-----\nFrom: b@pier.example\n\nThe old words of the other message.\n"
    (reply,) = read(tmp_path / "a.eml", head + b"The new words come first.\n\n" + old)
    assert reply.text.endswith("The new words come first.\n")
    (forward,) = read(tmp_path / "b.eml", head + old)
    assert "The old words" in forward.text
