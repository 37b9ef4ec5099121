"""Messages in other words, read by Python's own parser."""

from __future__ import annotations

import email
import email.policy

from pipeline.write.formats.keep import open_rewriter
from tests.conformance.test_rewriter import read
from tests.support import sources
from tests.support.kept import translated


def rewritten(content: bytes) -> email.message.EmailMessage:
    """Return a message in upper case."""
    rewriter = open_rewriter("eml")
    assert rewriter is not None
    parsed = read("eml", content)
    made = rewriter.rewrite(
        content, translated(parsed, str.upper), language="es", encoding="utf-8", where="x"
    )
    found = email.message_from_bytes(made.content, policy=email.policy.default)
    assert isinstance(found, email.message.EmailMessage)
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
    assert isinstance(plain, email.message.EmailMessage)
    assert isinstance(html, email.message.EmailMessage)
    assert plain.get_content().replace("\r", "").startswith("HARBOUR GROWS\n\nTHE HARBOUR GREW")
    markup = html.get_content()
    assert "<h1>HARBOUR GROWS</h1><p>THE HARBOUR GREW" in markup
    assert "<table>" in markup
    assert "<script" not in markup
