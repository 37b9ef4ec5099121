"""Messages in other words, read by Python's own parser."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage

import pytest

from pipeline.core.ports import Rewritten
from pipeline.write.formats import mail
from pipeline.write.formats.keep import open_rewriter
from tests.conformance.test_rewriter import read
from tests.support import sources
from tests.support.kept import translated


def made_of(content: bytes) -> Rewritten:
    """Return a message in upper case, and what is said of it."""
    rewriter = open_rewriter("eml")
    assert rewriter is not None
    parsed = read("eml", content)
    return rewriter.rewrite(
        content, translated(parsed, str.upper), language="es", encoding="utf-8", where="x"
    )


def rewritten(content: bytes) -> EmailMessage:
    """Return a message in upper case, parsed."""
    return parsed_message(made_of(content).content)


def parsed_message(content: bytes) -> EmailMessage:
    """Return a message, parsed."""
    found = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(found, EmailMessage)
    return found


def test_a_new_message_replies_to_the_old_one() -> None:
    """Sender, receivers and date stay; quotes and signature are gone, as they were not translated."""
    made = rewritten(sources.MESSAGE)
    assert made["From"] == "The Pier <news@pier.example>"
    assert made["Subject"] == "LE MARCHÉ FERME"
    assert made["In-Reply-To"] == "<abc@pier.example>"
    assert made["Message-ID"] != "<abc@pier.example>"
    assert made["Content-Language"] == "es"
    assert made.get_content().replace("\r", "") == (
        "LE MARCHÉ COUVERT FERMERA SES PORTES EN DÉCEMBRE.\n\nLES COMMERÇANTS SERONT RELOGÉS.\n"
    )


def test_a_newsletter_keeps_its_layout() -> None:
    """Beside the plain text; counters of readers are gone."""
    made = rewritten(sources.NEWSLETTER)
    plain, html = made.iter_parts()
    assert isinstance(plain, EmailMessage)
    assert isinstance(html, EmailMessage)
    assert plain.get_content().replace("\r", "").startswith("HARBOUR GROWS\n\nTHE HARBOUR GREW")
    markup = html.get_content()
    assert "<h1>HARBOUR GROWS</h1><p>THE HARBOUR GREW" in markup
    assert "<table>" in markup
    assert "<script" not in markup


def illustrated(*pictures: tuple[str, str, bytes], markup: str) -> bytes:
    """Return a letter in HTML with pictures, each with its Content-ID, its type and its bytes."""
    letter = EmailMessage()
    letter["From"], letter["Subject"] = "capitaine@quai.example", "Le bac"
    letter.set_content("Voir la page.")
    letter.add_alternative(f"<p>Le bac ne passe plus le mardi matin.</p>{markup}", subtype="html")
    *_, html = letter.iter_parts()
    for name, kind, content in pictures:
        html.add_related(content, *kind.split("/"), cid=f"<{name}>", filename="../run me.exe")
    letter.add_attachment(b"%PDF-1.7", "application", "pdf", filename="horaires.pdf")
    return letter.as_bytes()


def pictures_of(content: bytes) -> dict[str, tuple[str, bytes]]:
    """Return the pictures of a message by their Content-ID."""
    found = {}
    for part in parsed_message(content).walk():
        if part.get_content_maintype() not in ("text", "multipart"):
            assert part.get_filename() is None
            picture = part.get_payload(decode=True)
            assert isinstance(picture, bytes)
            found[part["Content-ID"]] = (part.get_content_type(), picture)
    return found


def test_pictures_in_the_text_come_along() -> None:
    """Under the same Content-ID and without their file names; the file that was attached is counted."""
    png, markup = b"\x89PNG\r\n\x1a\n bac", '<img src="cid:bac@quai.example"><img src="CID:a%2Bb">'
    content = illustrated(
        ("bac@quai.example", "image/png", png),
        ("a+b", "image/jpeg", b"\xff\xd8\xff"),
        ("unseen", "image/png", png),
        markup=markup,
    )
    made = made_of(content)
    assert made == made_of(content)
    assert pictures_of(made.content) == {
        "<bac@quai.example>": ("image/png", png),
        "<a+b>": ("image/jpeg", b"\xff\xd8\xff"),
    }
    assert made.notes == ("files that were attached, or pictures in it, are not in the new message: 2",)
    message = parsed_message(made.content)
    assert [part.get_content_type() for part in message.walk()] == [
        *("multipart/alternative", "text/plain", "multipart/related", "text/html", "image/png", "image/jpeg")
    ]
    assert read("eml", made.content).text == read("eml", content).text.upper()


def test_nothing_but_pictures_comes_along(monkeypatch: pytest.MonkeyPatch) -> None:
    """No drawing that can act, no page under a picture's type, no other file, and no more than the limit."""
    monkeypatch.setattr(mail, "_MOST_PICTURES", 12)
    content = illustrated(
        ("drawing", "image/svg+xml", b"<svg/>"),
        ("page", "image/png", b" <html><script>"),
        ("program", "application/octet-stream", b"MZ"),
        ("small", "image/gif", b"GIF89a"),
        ("large", "image/gif", b"GIF89a....."),
        markup="".join(
            f'<img src="cid:{name}">' for name in ("drawing", "page", "program", "small", "large")
        ),
    )
    made = made_of(content)
    assert pictures_of(made.content) == {"<small>": ("image/gif", b"GIF89a")}
    assert made.notes == ("files that were attached, or pictures in it, are not in the new message: 5",)


@pytest.mark.parametrize("name", ["=?utf-8?q?a=0ABcc:_x?=", "a" * 61, "a b", "ä"])
def test_a_name_that_could_become_a_header_is_none(name: str) -> None:
    """The picture is left out and counted."""
    content = illustrated(("bac", "image/png", b"\x89PNG"), markup='<img src="cid:NAME">')
    content = content.replace(b"<bac>", f"<{name}>".encode()).replace(b"NAME", name.encode())
    made = made_of(content)
    assert pictures_of(made.content) == {}
    assert parsed_message(made.content)["Bcc"] is None
    assert made.notes == ("files that were attached, or pictures in it, are not in the new message: 2",)


def test_a_part_with_malformed_headers_is_left_out() -> None:
    """It is counted, and costs nobody the message."""
    content = illustrated(("bac", "image/png", b"\x89PNG"), markup='<img src="cid:bac">')
    content = content.replace(b"Content-Type: image/png", b"Content-Type: image/png; name*=utf-8'%ZZ\n\t; =?")
    content = content.replace(b"Content-ID: <bac>", b"Content-ID: <bac>\nContent-ID: <[@>")
    made = made_of(content)
    assert b"BAC NE PASSE" in made.content


def test_loose_lines_of_a_text_in_html_are_translated() -> None:
    """And what cannot be written there is named, though the plain text beside it has it."""
    made = made_of(
        b"From: a@example.org\nSubject: Digue\nContent-Type: text/html\n\n"
        b"<div>La digue<br><br>Le port</div>un <b>gras<br><br>reste</b> fin"
    )
    html = parsed_message(made.content).get_body(("html",))
    assert html is not None
    assert "<span>LA DIGUE</span><br><br><span>LE PORT</span>" in html.get_content()
    assert made.left == (3, 4)


@pytest.mark.parametrize("header", ["From: .:;", "Date: Thu, 09 Oct 99999999999999999999 07:47:00 +0200"])
def test_headers_that_are_malformed_are_left_out(header: str) -> None:
    """The rest of the message is written, and a line says which are missing."""
    made = made_of(f"{header}\nSubject: Digue\n\nLa digue a cédé jeudi.\n".encode())
    name = header.partition(":")[0]
    assert parsed_message(made.content)["Subject"] == "DIGUE"
    assert name not in parsed_message(made.content)
    assert made.notes == (f"malformed headers that are left out: {name}",)


def test_of_names_that_are_malformed_the_addresses_stay() -> None:
    """A name may not begin with a dot, and some do."""
    made = made_of(b"From: .net news <news@pier.example>\nSubject: Digue\n\nLa digue a.\n")
    assert parsed_message(made.content)["From"] == "news@pier.example"
    assert made.notes == ()


def test_of_several_texts_in_html_it_is_said_which_are_shown() -> None:
    """Programs show the part in HTML, which has the first."""
    made = made_of(
        b"From: a@example.org\nSubject: Digue\nContent-Type: multipart/mixed; boundary=x\n\n"
        b"--x\nContent-Type: text/html\n\n<p>La digue.</p>\n"
        b"--x\nContent-Type: text/html\n\n<p>Le port.</p>\n--x--\n"
    )
    assert made.notes == ("texts in HTML that are in the plain part alone: 1",)
    plain = parsed_message(made.content).get_body(("plain",))
    assert plain is not None
    assert "LE PORT." in plain.get_content()


def test_headers_with_bytes_of_no_text_are_written() -> None:
    """As far as they are a text."""
    made = made_of(b"From: caf\xe9 \xc3\xa9 <a@example.org>\nTo: \xff\nSubject: Digue\n\nLa digue.\n")
    assert b"a@example.org" in made.content


@pytest.mark.parametrize("comes_first", [True, False])
def test_a_plain_text_beside_one_in_html_stays(comes_first: bool) -> None:
    """In its place, and translated: programs show the HTML alone."""
    made = made_of(sources.beside_html(comes_first=comes_first))
    assert (made.left, made.notes) == ((), ())
    html = parsed_message(made.content).get_body(("html",))
    assert html is not None
    markup = html.get_content()
    assert "THE BRIDGE IS CLOSED." in markup
    assert (markup.index("THE VIEWS") < markup.index("THE BRIDGE")) == comes_first


def test_what_outlook_writes_is_written_again() -> None:
    """Paragraphs by classes, by lines alone, and with elements of its own; what only it shows is none."""
    content = (
        b"From: a@b.example\nSubject: Bridge\nContent-Type: text/html; charset=utf-8\n\n"
        b"<html><head><!--[if gte mso 9]><xml><o:A/></xml><![endif]--></head><body lang=EN-GB>"
        b"<div class=WordSection1><p class=MsoNormal><span>The bridge of <st1:place>Port</st1:place>"
        b" is shut.<o:p></o:p></span></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>"
        b"<!--[if mso]><p>Only there.</p><![endif]--><![if !mso]><p>Elsewhere too.</p><![endif]>"
        b"<div>It is old.<br><br>It is narrow, and<br>there is no money.<div>So it stays.</div></div>"
    )
    parsed = read("eml", content)
    assert parsed.text.split("\n\n")[1:] == [
        "The bridge of Port is shut.",
        "Elsewhere too.",
        "It is old.",
        "It is narrow, and there is no money.",
        "So it stays.\n",
    ]
    made = made_of(content)
    assert made.left == ()
    *_, html = parsed_message(made.content).iter_parts()
    assert isinstance(html, EmailMessage)
    assert "<st1:place>PORT</st1:place>" in html.get_content()
