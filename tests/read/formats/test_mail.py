"""E-mail messages and mailboxes as documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.core.errors import SourceError
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


def test_a_sender_in_brackets_without_end_costs_nothing_else(tmp_path: Path) -> None:
    """The standard library reads remarks in remarks by calling itself."""
    content = sources.MESSAGE.replace(b"From: ", b"From: " + b"(" * 2_000, 1)
    (document,) = read(tmp_path / "a.eml", content)
    assert words(document)[0] == ("title", "Le marché ferme")
    assert document.metadata.outlet is None


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


PARTS = b"""From: a@pier.example
Subject: Two parts
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="XX"

--XX
Content-Type: text/plain; charset=utf-8

The first part stands in the mail.
--XX
Content-Type: text/plain; charset=utf-8
Content-Disposition: attachment; filename="notes.txt"

Notes that were only attached.
--XX
Content-Type: text/html; charset=utf-8

<p>The second part stands there too.</p>
--XX
Content-Type: text/plain; charset=utf-8

____________________________________
list mailing list
--XX--
"""


def test_all_parts_that_are_shown_are_read(tmp_path: Path) -> None:
    """Some programs cut a message into parts around a picture; files attached are no part of the text."""
    (document,) = read(tmp_path / "a.eml", PARTS)
    assert words(document) == [
        ("title", "Two parts"),
        ("paragraph", "The first part stands in the mail."),
        ("paragraph", "The second part stands there too."),
    ]


def test_a_message_that_was_forwarded_as_a_file_is_read(tmp_path: Path) -> None:
    """Its subject is a heading."""
    head = b"From: b@pier.example\nSubject: Fwd\nMIME-Version: 1.0\n"
    forward = head + b"Content-Type: message/rfc822\nContent-Disposition: attachment\n\n" + sources.MESSAGE
    (document,) = read(tmp_path / "a.eml", forward)
    assert words(document)[:3] == [
        ("title", "Fwd"),
        ("heading", "Le marché ferme"),
        ("paragraph", "Le marché couvert fermera ses portes en décembre."),
    ]


@pytest.mark.parametrize(
    "header",
    [
        b"From: <",
        b"From: =?utf-8?b?//?= <a@",
        b"Subject: =?utf-8?q?=",
        b"Date: Thu, 99 Foo 20255 99:99",
        b"Message-ID: <",
        b"Content-Type: text/plain; charset*=x''%",
        b"Content-Type: ;",
        b"Content-Type: multipart/mixed",
        b"Content-Disposition: ;;=",
        b"Content-Transfer-Encoding: base65",
        b"Content-Language: ,",
        b"To: " + b"(" * 400,
    ],
)
def test_a_malformed_header_costs_itself_alone(header: bytes, tmp_path: Path) -> None:
    """The words of the message are read."""
    message = b"Return-Path: x\nReceived: y\nFrom: a@pier.example\n"
    message += header + b"\n\nThe words of the message stand here.\n"
    (document,) = read(tmp_path / "a.eml", message)
    assert "The words of the message stand here." in document.text


def test_a_line_of_a_text_is_no_line_of_a_mailbox(tmp_path: Path) -> None:
    """A message is not cut at a line that begins with From and has a year."""
    line = b"From Paris, 9 October 2025\nWeather: rain all day, said the mayor.\n"
    mailbox = b"From a@pier.example Thu Oct  9 07:47:00 2025\n" + sources.MESSAGE.replace(
        b"\nLes", b"\n" + line + b"Les"
    )
    (document,) = read(tmp_path / "a.mbox", mailbox)
    assert "From Paris" in document.text
    assert "Les commer" in document.text


@pytest.mark.parametrize(
    "quote",
    [
        '<div class="gmail_quote"><div class="gmail_attr">Le lun. 30 nov. 2026, Ana a écrit :</div>'
        "<blockquote>{}</blockquote></div>",
        '<div class="moz-cite-prefix">Am 30.11.2026 um 10:00 schrieb Ana:</div>'
        '<blockquote type="cite">{}</blockquote>',
        '<div id="divRplyFwdMsg">{}</div>',
        '<div class="yahoo_quoted"><div>{}</div></div>',
    ],
)
def test_what_is_quoted_in_html_is_left_out(quote: str, tmp_path: Path) -> None:
    """As the large programs mark it; a message of nothing else was forwarded, and is read."""
    head = "From: a@pier.example\nSubject: x\nMessage-ID: <1@x>\nContent-Type: text/html; charset=utf-8\n\n"
    old = quote.format("<p>Les vieux mots de l’autre message.</p>")
    (reply,) = read(tmp_path / "a.eml", f"{head}<p>Les mots nouveaux viennent ici.</p>{old}\n".encode())
    assert [text for kind, text in words(reply) if kind != "title"] == ["Les mots nouveaux viennent ici."]
    (forward,) = read(tmp_path / "b.eml", f"{head}{old}\n".encode())
    assert "Les vieux mots" in forward.text


@pytest.mark.parametrize(
    "line",
    [
        "Le lun. 30 nov. 2026 à 10:00, Ana <a@b.example> a écrit :",
        "On Mon, Nov 30, 2026 at 10:00 AM Ana wrote:",
        "El lunes, 30 de noviembre de 2026 10:00,\nAna <ana@b.example> escribió:",
    ],
)
def test_the_line_above_a_quotation_is_left_out(line: str, tmp_path: Path) -> None:
    """Whatever its language; a colon before a quotation alone is none."""
    head = "From: a@pier.example\nSubject: x\nMessage-ID: <1@x>\nContent-Type: text/plain; charset=utf-8\n\n"
    (reply,) = read(tmp_path / "a.eml", f"{head}Merci.\n\n{line}\n> Les vieux mots.\n".encode())
    assert [text for kind, text in words(reply) if kind != "title"] == ["Merci."]
    (quoting,) = read(tmp_path / "b.eml", f"{head}Il a dit ceci :\n> Les vieux mots.\n".encode())
    assert "Il a dit ceci :" in quoting.text


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("format=flowed", "Le maire a annoncé hier \nla fermeture du pont.\n\nLe port \nferme.\n"),
        (
            "format=flowed; delsp=yes",
            "Le maire a annoncé hi \ner  \nla fermeture du pont.\n\nLe port  \nferme.\n",
        ),
        (
            "format=flowed",
            "Le maire a annoncé hier \nla fermeture du pont.\n\nLe port \nferme.\n-- \nA. B.\n",
        ),
    ],
)
def test_lines_that_flow_are_joined(tmp_path: Path, kind: str, body: str) -> None:
    """As RFC 3676 has it; the signature is none of them."""
    content = f"From: a@example.org\nSubject: Pont\nContent-Type: text/plain; charset=utf-8; {kind}\n\n{body}"
    (document,) = read(tmp_path / "a.eml", content.encode())
    assert document.text == "Pont\n\nLe maire a annoncé hier la fermeture du pont.\n\nLe port ferme.\n"


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("application/pkcs7-mime; smime-type=enveloped-data", "is an encrypted message"),
        ("application/x-pkcs7-mime", "is an encrypted message"),
        ("application/pkcs7-mime; smime-type=signed-data", "is a signed message"),
        (
            'multipart/encrypted; protocol="application/pgp-encrypted"; boundary="b"',
            "is an encrypted message",
        ),
        ("image/png", "is a message without text"),
    ],
)
def test_a_message_that_cannot_be_read_says_why(tmp_path: Path, kind: str, said: str) -> None:
    """Encrypted or signed: the mail program can save it otherwise."""
    body = (
        "--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n\n--b--\n" if '"b"' in kind else "MIIB\n"
    )
    message = f"From: a@example.org\nSubject: Secret\nMIME-Version: 1.0\nContent-Type: {kind}\n\n{body}"
    with pytest.raises(SourceError, match=said):
        read(tmp_path / "a.eml", message.encode())


@pytest.mark.parametrize("kind", ["multipart/alternative", "multipart/mixed"])
def test_parts_without_a_declared_boundary(tmp_path: Path, kind: str) -> None:
    """The lines between them show it; headers of parts are no text."""
    message = (
        f"From: a@example.org\nSubject: Bridge\nMIME-Version: 1.0\nContent-Type: {kind}\n\n"
        "--abc\nContent-Type: text/plain; charset=utf-8\n\nThe bridge will be closed for two years.\n\n"
        "--abc\nContent-Type: text/html; charset=utf-8\n\n<p>The bridge will be closed for two years.</p>\n"
        "\n--abc--\n"
    )
    (document,) = read(tmp_path / "a.eml", message.encode())
    assert [text for _, text in words(document)] == ["Bridge", "The bridge will be closed for two years."]


LETTER = "From: a@pier.example\nSubject: {}\nMessage-ID: <1@x>\nContent-Type: text/{}; charset=utf-8\n\n{}"
HEAD = "From: Ana <a@b.example>\nDate: Mon, 30 Nov 2026\nSubject: News\nTo: x@y.example\n\n"
NEWS = "The news of the day."


@pytest.mark.parametrize(
    "line",
    [
        *("---------- Forwarded message ---------", "-------- Message transféré --------"),
        *("-------- Weitergeleitete Nachricht --------", "-------- Mensaje reenviado --------"),
        *("-------- Messaggio inoltrato --------", "---------- Mensagem encaminhada ----------"),
        *("-------- Doorgestuurd bericht --------", "-------- Пересылаемое сообщение --------"),
        *("-------- Przekazana wiadomość --------", "-------- Vidarebefordrat meddelande --------"),
        *(
            "-------- 转发的消息 --------",
            "-------- 転送メッセージ --------",
            "-------- İletilen İleti --------",
        ),
        *("Begin forwarded message:", "Anfang der weitergeleiteten Nachricht:"),
        *("Début du message réexpédié :", "Inizio messaggio inoltrato:", "Inicio del mensaje reenviado:"),
    ],
)
@pytest.mark.parametrize("signature", ["", "-- \nAna Example\n\n"])
@pytest.mark.parametrize("mark", ["", "> "])
def test_a_message_that_is_forwarded_is_read(tmp_path: Path, line: str, signature: str, mark: str) -> None:
    """Below the sender's own words, whatever language the program speaks; the signature above it is not."""
    own = "".join(f"{mark}{each}\n" for each in f"{HEAD}{NEWS}".split("\n"))
    body = f"See below.\n\n{signature}{line}\n\n{own}"
    (document,) = read(tmp_path / "a.eml", LETTER.format("x", "plain", body).encode())
    found = [text for _, text in words(document)]
    assert found[1] == "See below."
    assert found[-1] == NEWS
    assert "Ana Example" not in document.text


@pytest.mark.parametrize("prefix", ["FW", "Fwd", "TR", "WG", "RV", "I", "ENC", "RE", "Re: FW", "AW", "SV"])
@pytest.mark.parametrize("line", ["-----Original Message-----", "_" * 32])
def test_the_subject_tells_a_forwarded_message_from_an_answered_one(
    tmp_path: Path, prefix: str, line: str
) -> None:
    """Some programs write the same line above both; of a thread that is forwarded the newest is read."""
    body = f"See below.\n\n{line}\n{HEAD}{NEWS}\n\n{line}\nFrom: b@pier.example\n\nOlder words.\n"
    (document,) = read(tmp_path / "a.eml", LETTER.format(f"{prefix}: x", "plain", body).encode())
    assert (NEWS in document.text) == (prefix not in ("RE", "Re: FW", "AW", "SV"))
    assert "Older words" not in document.text


@pytest.mark.parametrize(
    ("subject", "old", "is_read"),
    [
        ("x", '<blockquote type="cite"><div>Begin forwarded message:</div>{}</blockquote>', True),
        ("x", '<div>Début du message réexpédié :</div><blockquote type="cite">{}</blockquote>', True),
        ("x", '<div class="gmail_quote">---------- Forwarded message ---------<br>From: Ana{}</div>', True),
        ("WG: x", '<blockquote type="cite">{}</blockquote>', True),
        ("AW: x", '<blockquote type="cite">{}</blockquote>', False),
        ("Re: x", '<div class="gmail_quote"><div class="gmail_attr">On Mon, Ana wrote:</div>{}</div>', False),
    ],
)
def test_a_message_that_is_forwarded_in_html_is_read(
    tmp_path: Path, subject: str, old: str, is_read: bool
) -> None:
    """What that message quotes itself is not."""
    quoted = old.format(f'<p>{NEWS}</p><div class="gmail_quote"><p>Older words.</p></div>')
    content = LETTER.format(subject, "html", f"<p>See below.</p>{quoted}").encode()
    (document,) = read(tmp_path / "a.eml", content)
    assert (NEWS in document.text) == is_read
    assert "Older words" not in document.text


@pytest.mark.parametrize(
    "pointer", ["See the HTML version.", "Diese Nachricht ist in HTML.", "请查看HTML版本。"]
)
def test_a_plain_form_that_points_to_the_one_in_html_is_no_text(tmp_path: Path, pointer: str) -> None:
    """However short that is, whatever stands beside both."""
    (document,) = read(
        tmp_path / "a.eml",
        sources.beside_html(f"--B\nContent-Type: text/plain; charset=utf-8\n\n{pointer}\n"),
    )
    assert [text for _, text in words(document)] == ["News", "The bridge is closed.", sources.DISCLAIMER]


@pytest.mark.parametrize(
    "line",
    [
        *("-----Original Message-----", "-----Ursprüngliche Nachricht-----", "-----Message d'origine-----"),
        *("-----Mensaje original-----", "-----Messaggio originale-----", "-----Mensagem original-----"),
        *("-----Oorspronkelijk bericht-----", "-----Oprindelig meddelelse-----", "-----Eredeti üzenet-----"),
        *(
            "-----Исходное сообщение-----",
            "-----Αρχικό μήνυμα-----",
            "-----原始邮件-----",
            "-----원본 메시지-----",
        ),
        *("----- Původní zpráva -----", "-----Orijinal Mesaj-----", "----- הודעה מקורית -----"),
        *("", "________________________________"),
    ],
)
@pytest.mark.parametrize(
    "head",
    [
        "From: Ana <a@b.example>\nSent: Monday, 4 May 2026 10:00\nTo: Luc\nSubject: News",
        "Von: Ana <a@b.example>\nGesendet: Montag, 4. Mai 2026\nAn: Luc\nBetreff: Neues",
        "De : Ana\nEnvoyé : lundi 4 mai 2026\nÀ : Luc\nObjet : Nouvelles",
        "*Da:* Ana\n*Inviato:* 4 maggio\n*A:* Luc\n*Oggetto:* Novità",
        "发件人： Ana\n发送时间： 2026年5月4日\n收件人： Luc\n主题： 消息",
    ],
)
def test_an_older_message_is_known_by_its_line_and_head(tmp_path: Path, line: str, head: str) -> None:
    """In the languages of programs: an answer leaves it out, and a message that forwards it has it."""
    body = f"See below.\n\n{line}\n{head}\n\n{NEWS}\n\n{line}\n{head}\n\nOlder words.\n"
    for subject, is_read in (("Re: x", False), ("Fwd: x", True)):
        (document,) = read(tmp_path / "a.eml", LETTER.format(subject, "plain", body).encode())
        found = [text for _, text in words(document)]
        assert found[1] == "See below."
        assert (NEWS in found) == is_read, subject
        assert len(found) == 2 or is_read
        assert "Older words" not in document.text


@pytest.mark.parametrize(
    ("subject", "above", "is_read"),
    [("Re: x", "", False), ("WG: x", "", True), ("x", "<p>Begin forwarded message:</p>", True)],
)
def test_an_older_message_in_html_is_known_by_its_head(
    tmp_path: Path, subject: str, above: str, is_read: bool
) -> None:
    """As Outlook writes it: under a line, in a paragraph, with nothing that marks what follows."""
    head = (
        "<b>Von:</b> Ana<br><b>Gesendet:</b> Montag, 4. Mai 2026<br><b>An:</b> Luc<br><b>Betreff:</b> Neues"
    )
    html = f"<p>See below.</p>{above}<div style='border-top:solid'><p>{head}</p></div><p>{NEWS}</p>"
    (document,) = read(tmp_path / "a.eml", LETTER.format(subject, "html", html).encode())
    found = [text for _, text in words(document)]
    assert found[1] == "See below."
    assert (NEWS in found) == is_read
    assert ("Gesendet" in document.text) == is_read


def test_a_field_alone_is_no_head_of_a_message(tmp_path: Path) -> None:
    """A letter may name a sender, and a list of subjects."""
    body = "See below.\n\nFrom: Port-Sauvin\nWhere: the harbour\n\nSubject: none. All stays.\n"
    (document,) = read(tmp_path / "a.eml", LETTER.format("Re: x", "plain", body).encode())
    assert "All stays." in document.text


def test_the_plain_form_is_read_where_the_extra_for_html_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has the text; a message in HTML alone names the extra."""
    monkeypatch.setattr("pipeline.read.formats.libraries.find_spec", lambda _: None)
    both = (
        "From: a@b.example\r\nSubject: Ferry\r\nContent-Type: multipart/alternative; boundary=x\r\n\r\n"
        "--x\r\nContent-Type: text/plain\r\n\r\nThe ferry to the island starts again.\r\n"
        "--x\r\nContent-Type: text/html\r\n\r\n<p>The ferry to the island starts again.</p>\r\n--x--\r\n"
    )
    (document,) = read(tmp_path / "x.eml", both.encode())
    assert "The ferry to the island starts again." in document.text
    alone = both.replace("multipart/alternative; boundary=x", "text/html")
    with pytest.raises(SourceError, match="needs the extra web"):
        read(tmp_path / "x.eml", alone.encode())
