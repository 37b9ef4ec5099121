"""Mails are files always, and go out by SMTP as the settings say, to a real server on this machine."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from html.parser import HTMLParser
from pathlib import Path

import pytest

from pipeline.core import offline
from pipeline.core.errors import DeliveryError, UsageError
from pipeline.core.http.addresses import parsed_address, why_refused
from pipeline.publish.deliver.mail import smtp
from pipeline.publish.deliver.mail.deliverer import MailDeliverer
from pipeline.publish.deliver.settings import MailSettings
from tests.conftest import ROOT
from tests.support.hostile_server import make_certificate
from tests.support.mail_server import mail_server
from tests.support.parcels import make_parcel

DESK, LIST = "desk@example.org", "list@example.com"


def deliverer(**more: object) -> MailDeliverer:
    """Return what sends mails, without a wait worth the name before it tries again."""
    given: dict[str, object] = {"to": (DESK,), "sender": "Nöws <news@example.org>", "timeout": 20, **more}
    return MailDeliverer("mails", MailSettings(**given), pause=0.01)  # type: ignore[arg-type]


def parsed(content: bytes) -> EmailMessage:
    """Return a message as a reader of mail parses it."""
    message = message_from_bytes(content, policy=default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return message


def written(folder: Path) -> list[bytes]:
    """Return the messages in a folder, by name."""
    return [path.read_bytes() for path in sorted(folder.iterdir())]


def test_without_a_host_messages_are_files(tmp_path: Path) -> None:
    """One for each language and address, in the run's folder, the same bytes however often it is made."""
    parcel = make_parcel(tmp_path, "Se rompe la presa")
    made = deliverer(to=(DESK, LIST))
    assert made.items(parcel) == (f"es {DESK}", f"es {LIST}", f"fr {DESK}", f"fr {LIST}")
    said = [made.send(parcel, item) for item in made.items(parcel)]
    assert all(line.endswith("not sent (no host)") for line in said)
    files = written(parcel.run / "mail")
    assert len(files) == 4
    assert all(path.suffix == ".eml" for path in (parcel.run / "mail").iterdir())
    times = [path.stat().st_mtime_ns for path in sorted((parcel.run / "mail").iterdir())]
    for item in made.items(parcel):
        made.send(parcel, item)
    assert written(parcel.run / "mail") == files
    assert [path.stat().st_mtime_ns for path in sorted((parcel.run / "mail").iterdir())] == times


def test_a_message_has_what_lists_and_readers_need(tmp_path: Path) -> None:
    """Its headers are those of mail that machines send, its words those of the digest in one language."""
    parcel = make_parcel(tmp_path, "Se rompe la presa")
    made = deliverer(
        folder=str(tmp_path / "out"),
        languages=("fr",),
        subject="[nouvelles]",
        list_id="news.example.org",
        unsubscribe="mailto:leave@example.org?subject=leave",
        base_url="https://news.example/",
    )
    (item,) = made.items(parcel)
    made.send(parcel, item)
    (content,) = written(tmp_path / "out")
    assert b"\r\n" in content
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(map(len, content.split(b"\r\n"))) <= 998
    assert content.isascii()
    message = parsed(content)
    assert message["From"] == "Nöws <news@example.org>"
    assert message["To"] == DESK
    assert message["Subject"].startswith("[nouvelles] ")
    assert message["Subject"].endswith(" – morning, 28 novembre 2026, 06:30")
    assert message["Date"] == "Sat, 28 Nov 2026 06:31:07 +0100"
    assert re.fullmatch(r"<[0-9a-f]{40}@example\.org>", message["Message-ID"])
    assert message["List-Id"] == "<news.example.org>"
    assert message["List-Unsubscribe"] == "<mailto:leave@example.org?subject=leave>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "fr"
    assert message.get_content_type() == "multipart/alternative"
    text, html = (message.get_body((kind,)) for kind in ("plain", "html"))
    assert text is not None
    assert html is not None
    for part in (text, html):
        assert "Se rompe la presa [fr]" in part.get_content()
        assert f"https://news.example/{parcel.slot}/digest/fr.html" in part.get_content()


HOSTILE = (
    "Breaking\r\nBcc: all@example.org\r\n\r\nwords",
    "<script>alert(1)</script><img src=https://x.example/p.gif>",
    "a\u2028Bcc: b\u2029c\x85d\x1b[31m\u202eevil",
    "=?utf-8?q?Bcc?= " + "long " * 300,
    "\r\n.\r\nMAIL FROM:<x@example.org>",
)


def test_words_of_strangers_add_no_header_and_no_markup(tmp_path: Path) -> None:
    """Neither those of reports nor the marks of a subject."""
    parcel = replace(make_parcel(tmp_path, *HOSTILE), marks=HOSTILE)
    with mail_server() as box:
        made = deliverer(host="127.0.0.1", port=box.port, languages=("es",))
        made.send(parcel, f"es {DESK}")
    (content,) = box.messages
    assert box.recipients == [DESK]
    message = parsed(content)
    names = [name.lower() for name in message]
    assert sorted(names) == sorted(
        [
            *("date", "from", "to", "subject", "message-id", "auto-submitted"),
            *("content-language", "mime-version", "content-type"),
        ]
    )
    assert len(message["Subject"]) <= 200
    html = message.get_body(("html",))
    assert html is not None
    found = Elements(html.get_content())
    assert found.tags <= {"html", "head", "meta", "title", "body", "h1", "h2", "p", "span", "bdi", "div"}
    assert found.attributes <= {"lang", "dir", "charset", "name", "content", "style"}
    assert "url(" not in html.get_content()


class Elements(HTMLParser):
    """Collects the elements and attributes of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


def test_a_repeat_can_be_told_by_its_message_id(tmp_path: Path) -> None:
    """It has the very same bytes; other languages, addresses, slots and deliveries have other ids."""
    first, second = (make_parcel(tmp_path, "one", slot=slot) for slot in ("d1", "d2"))
    with mail_server() as box:
        made = deliverer(host="127.0.0.1", port=box.port, to=(DESK, LIST))
        for parcel in (first, first, second):
            for item in made.items(parcel):
                assert made.send(parcel, item) == f"mail {item.replace(' ', ' to ')}: 250 taken as 4711"
    ids = [parsed(content)["Message-ID"] for content in box.messages]
    assert ids[:4] == ids[4:8]
    assert len(set(ids)) == 8
    assert box.messages[:4] == box.messages[4:8]
    assert box.recipients == [DESK, LIST] * 6
    assert set(box.senders) == {"news@example.org"}
    # what is sent is what is on the disk
    assert sorted(written(first.run / "mail")) == sorted(box.messages[:4])


@pytest.mark.filterwarnings("ignore:Requiring AUTH")  # aiosmtpd does not see the TLS that it begins with
@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_the_way_is_secured_and_the_login_goes_over_it(
    tmp_path: Path, security: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The certificate is checked against the name; a password comes from a file or the environment."""
    certificate = make_certificate(tmp_path, "localhost")
    (tmp_path / "password").write_text("s3cret\n")
    monkeypatch.setenv("MAIL_WORD", "s3cret")
    monkeypatch.setenv("MAIL_WRONG", "wr0ng")
    parcel = make_parcel(tmp_path, "one")
    item = f"es {DESK}"
    with mail_server(certificate=certificate, implicit=security == "tls", login=True) as box:
        way: dict[str, object] = {
            "host": "localhost",
            "port": box.port,
            "security": security,
            "user": "news",
            "ca_file": str(certificate[0]),
            "retry_seconds": 0,
        }
        deliverer(**way, password_file=str(tmp_path / "password")).send(parcel, item)
        deliverer(**way, password_env="MAIL_WORD").send(parcel, item)
        assert box.secured == [True, True]
        assert box.logins == [("news", "s3cret")] * 2
        for changed, words in (
            ({"password_env": "MAIL_WRONG"}, r"the login is refused \(535\); check user and password"),
            ({"password_env": "MAIL_NONE"}, "the environment variable MAIL_NONE: holds no password"),
            ({"password_file": str(tmp_path / "none")}, "none: cannot be read: No such file"),
            ({"password_env": "MAIL_WORD", "ca_file": None}, "certificate is not trusted"),
            ({"password_env": "MAIL_WORD", "host": "127.0.0.1"}, "certificate is not trusted"),
        ):
            with pytest.raises(DeliveryError, match=words) as refused:
                deliverer(**{**way, **changed}).send(parcel, item)
            assert refused.value.is_final
            assert "s3cret" not in refused.value.message
            assert "wr0ng" not in refused.value.message
    assert len(box.messages) == 2


def test_words_do_not_travel_in_the_clear_unless_that_was_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The machine itself needs no TLS; any other does, unless the settings say otherwise."""
    parcel = make_parcel(tmp_path, "one")
    monkeypatch.setenv("MAIL_WORD", "s3cret")
    with mail_server() as box:
        here: dict[str, object] = {"host": "127.0.0.1", "port": box.port}
        deliverer(**here).send(parcel, f"es {DESK}")
        with pytest.raises(DeliveryError, match="does not offer STARTTLS") as refused:
            deliverer(**here, security="starttls").send(parcel, f"es {DESK}")
        assert refused.value.is_final
        monkeypatch.setattr(smtp, "reaches_this_machine", lambda connection: False)
        with pytest.raises(DeliveryError, match="does not offer STARTTLS"):
            deliverer(**here).send(parcel, f"es {DESK}")
        deliverer(**here, security="none").send(parcel, f"es {DESK}")
        with pytest.raises(DeliveryError, match="would be sent in the clear"):
            deliverer(**here, security="none", user="news", password_env="MAIL_WORD").send(
                parcel, f"es {DESK}"
            )
    assert box.secured == [False, False]
    assert box.logins == []


def test_what_may_pass_is_tried_again_and_what_may_not_is_not(tmp_path: Path) -> None:
    """A refusal for now is (greylisting); one for good, of a message or an address, is not."""
    parcel = make_parcel(tmp_path, "one")
    with mail_server() as box:
        made = deliverer(host="127.0.0.1", port=box.port, to=(DESK, LIST), retry_seconds=30)
        box.answers += ["451 4.7.1 come back later", "421 busy"]
        assert made.send(parcel, f"es {DESK}").endswith("250 taken as 4711")
        assert len(box.messages) == 3
        box.answers.append("554 5.7.1 looks like spam\r\n")
        with pytest.raises(
            DeliveryError, match=r"the message is refused: 554 5\.7\.1 looks like spam"
        ) as refused:
            made.send(parcel, f"es {DESK}")
        assert refused.value.is_final
        box.refused[LIST] = "550 5.1.1 nobody here"
        with pytest.raises(DeliveryError, match=f"the address {LIST} is refused: 550") as refused:
            made.send(parcel, f"es {LIST}")
        assert refused.value.is_final
        box.refused[LIST] = "450 mailbox busy"
        short = deliverer(host="127.0.0.1", port=box.port, to=(LIST,), retry_seconds=0)
        with pytest.raises(DeliveryError, match="450 mailbox busy; the next run tries again") as refused:
            short.send(parcel, f"es {LIST}")
        assert not refused.value.is_final
    assert len(box.messages) == 4


@contextmanager
def answering(*lines: bytes, endless: bytes = b"") -> Iterator[int]:
    """Serve one client: send lines, whatever it says, then be silent or endless."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            try:
                client, _ = server.accept()
                with client:
                    for line in lines:
                        client.sendall(line)
                        client.recv(2000)
                    while endless:
                        client.sendall(endless)
                    client.recv(2000)
            except OSError:
                pass

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield server.getsockname()[1]
    thread.join(10)


@pytest.mark.parametrize(
    ("lines", "endless"),
    [
        ((), b""),
        ((), b"220-hello\r\n"),
        ((), b"2"),
        ((b"220 hello\r\n",), b""),
        ((b"220 hello\r\n", b"250 ok\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go\r\n"), b""),
        ((b"HTTP/1.1 400 Bad Request\r\n\r\n",), b""),
        ((b"554 no service\r\n",), b""),
    ],
)
def test_a_server_that_hangs_or_talks_nonsense_fails_in_time(
    tmp_path: Path, lines: tuple[bytes, ...], endless: bytes
) -> None:
    """In one line; the message stays on the disk."""
    parcel = make_parcel(tmp_path, "one")
    with answering(*lines, endless=endless) as port:
        made = deliverer(host="127.0.0.1", port=port, timeout=1, retry_seconds=0)
        with pytest.raises(DeliveryError, match=r"^127\.0\.0\.1: ") as refused:
            made.send(parcel, f"es {DESK}")
    assert refused.value.is_final is (b"554 no service\r\n" in lines or endless == b"2")
    assert len(written(parcel.run / "mail")) == 1


def test_a_server_that_is_down_is_left_to_the_next_run(tmp_path: Path) -> None:
    """So is a name that cannot be looked up."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    parcel = make_parcel(tmp_path, "one")
    for host, words in (("127.0.0.1", "Connection refused"), ("mail.invalid", "cannot be looked up")):
        made = deliverer(host=host, port=port, retry_seconds=0)
        with pytest.raises(DeliveryError, match=f"{host}: {words}.*; the next run tries again") as refused:
            made.send(parcel, f"es {DESK}")
        assert not refused.value.is_final


ALONE = """
import sys
sys.path[:0] = [sys.argv[1]]
from tests.support.mail_server import mail_server
with mail_server() as box:
    print(box.port, flush=True)
    sys.stdin.read()
    print(len(box.messages), flush=True)
"""
"""A mail server in a process of its own, which the ban on the network does not concern."""


def test_mail_goes_out_of_a_process_that_is_offline(tmp_path: Path) -> None:
    """Unless the user said ``--offline``: then it is left to a run without, and the file stays."""
    parcel = make_parcel(tmp_path, "one")
    with subprocess.Popen(
        [sys.executable, "-c", ALONE, str(ROOT)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        try:
            assert server.stdout is not None
            made = deliverer(host="localhost", port=int(server.stdout.readline()), retry_seconds=0)
            with offline.enforced():
                assert made.send(parcel, f"es {DESK}").endswith("250 taken as 4711")
                offline.insist()
                with pytest.raises(DeliveryError, match="depeche works offline") as refused:
                    made.send(parcel, f"fr {DESK}")
            assert not refused.value.is_final
            assert server.communicate("")[0] == "1\n"
        finally:
            server.kill()
    assert len(written(parcel.run / "mail")) == 2


def test_a_mail_server_may_be_a_neighbour_but_no_metadata_service() -> None:
    """It is named by the user; still nothing is sent to a link-local address."""
    guard = smtp._GUARD
    assert guard.allow_private
    assert why_refused(parsed_address("192.168.1.25"), guard) == ""
    assert why_refused(parsed_address("169.254.169.254"), guard) != ""


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"to": ()}, "to: is empty"),
        ({"to": ("desk",)}, "to: 'desk' is no address"),
        ({"to": ("a@b.example, c@d.example",)}, "to: 'a@b.example, c@d.example' is no address"),
        ({"to": ("a@b.example\r\nBcc: c@d.example",)}, "is no address"),
        ({"to": ("ä@b.example",)}, "is no address"),
        ({"sender": "News <>"}, "from: 'News <>' is no address"),
        ({"list_id": "a>\r\nX: b"}, "list_id: "),
        ({"unsubscribe": "mailto:leave"}, "unsubscribe: "),
        ({"unsubscribe": "javascript:alert(1)"}, "unsubscribe: "),
        ({"unsubscribe": "https://x.example/>\r\nX: y"}, "unsubscribe: "),
        ({"user": "news", "password_env": "X"}, "user: needs a host"),
        ({"port": 25}, "port: needs a host"),
        ({"host": "h", "security": "ssl"}, "security: 'ssl' is not known; known: starttls, tls, none"),
        ({"host": "h", "user": "news"}, "user: needs a password"),
        ({"host": "h", "password_file": "f"}, "user: is missing"),
        (
            {"host": "h", "user": "n", "password_file": "f", "password_env": "E"},
            "password_file: stands beside",
        ),
    ],
)
def test_settings_that_cannot_be_used_are_refused_at_once(changed: dict[str, object], words: str) -> None:
    """With the delivery and the key, in one line."""
    with pytest.raises(UsageError) as refused:
        deliverer(**changed)
    assert refused.value.message.startswith("deliver.mails: ")
    assert words in refused.value.message


def test_what_is_not_there_or_cannot_be_written_is_said(tmp_path: Path) -> None:
    """A language that the digest lacks, a digest that is gone, an item of other settings, no folder."""
    parcel = make_parcel(tmp_path, "one")
    with pytest.raises(DeliveryError, match="the digest is not told in it, but in es, fr; add the language"):
        deliverer(languages=("it",)).send(parcel, f"it {DESK}")
    with pytest.raises(DeliveryError, match="were its settings changed"):
        deliverer().send(parcel, f"es {LIST}")
    (tmp_path / "full").write_text("")
    with pytest.raises(DeliveryError, match=r"full.*cannot be written"):
        deliverer(folder=str(tmp_path / "full")).send(parcel, f"es {DESK}")
    (parcel.run / "digest" / "digest.json").write_text("{}")
    with pytest.raises(DeliveryError, match=f"make the digest: depeche digest {parcel.run}") as refused:
        deliverer().send(parcel, f"es {DESK}")
    assert refused.value.is_final
    assert not os.path.lexists(parcel.run / "mail")
