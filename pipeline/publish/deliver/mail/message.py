"""A digest as a message (RFC 5322): plain text and HTML, the same bytes however often it is made."""

from __future__ import annotations

import re
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from pipeline.core.dataclass import dataclass
from pipeline.core.html.render import render_pieces
from pipeline.core.html.words import seen
from pipeline.core.records import Parcel
from pipeline.digest.pages.text import text_digest
from pipeline.digest.pages.view import View
from pipeline.digest.pages.words import shown_day

_SUBJECT = 200
"""The most characters of a subject."""
_DUE = re.compile(r"-(\d{4}-\d\d-\d\d)T(\d\d)(\d\d)(.*)", re.DOTALL)
"""What follows a job's name in a slot; the last part tells apart two slots of an hour that repeats."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What stands around a digest's words in a message."""

    sender: Address
    to: Address
    key: str
    """The delivery's key, of which the message's id is made."""
    subject: str
    """Words before the subject; empty where there are none."""
    list_id: str
    unsubscribe: str
    page: str
    """Address of the digest's page; empty where it is not served."""
    root: str
    """Address of the run's folder, which notes lead to places in; empty where it is not served."""


def mail_message(shown: View, parcel: Parcel, envelope: Envelope) -> bytes:
    """Return the message, with line ends as SMTP has them."""
    title = f"{shown.labels.digest} – {_occasion(parcel, shown)}"
    message = EmailMessage(policy=SMTP)
    for name, value in _headers(title, parcel, envelope).items():
        if value:
            message[name] = value
    text = "".join(text_digest(shown))
    page = f"\n{envelope.page}\n" if envelope.page else ""
    _add(message, text + page, "plain")
    html = render_pieces(
        "publish/deliver/templates/mail.html.j2",
        title=title,
        digest=shown,
        address=envelope.page,
        root=envelope.root,
    )
    _add(message, "".join(html), "html")
    message["Content-Language"] = shown.language  # not before: it would go to the first alternative
    message.set_boundary(f"=_{envelope.key[:40]}")
    return message.as_bytes()


def _occasion(parcel: Parcel, shown: View) -> str:
    """Return the job and the time that was due as the digest's language writes it.

    Where no slot was due, it is the digest's day.
    """
    due = _DUE.fullmatch(parcel.slot.removeprefix(parcel.job))
    if due is None:
        return shown_day(shown.until, shown.language)
    day, hour, minute, rest = due.groups()
    when = shown.comma.join((parcel.job, shown_day(f"{day}T00:00:00Z", shown.language), f"{hour}:{minute}"))
    return f"{when} {rest}" if rest else when


def _headers(title: str, parcel: Parcel, envelope: Envelope) -> dict[str, str | Address]:
    subject = " ".join(filter(None, (envelope.subject, *parcel.marks, title)))
    listed = f"<{envelope.list_id}>" if envelope.list_id else ""
    return {
        "Date": format_datetime(datetime.fromisoformat(parcel.made)),
        "From": envelope.sender,
        "To": envelope.to,
        "Subject": _one_line(subject)[:_SUBJECT],
        "Message-ID": f"<{envelope.key[:40]}@{envelope.sender.domain}>",
        "List-Id": listed,
        "List-Unsubscribe": f"<{envelope.unsubscribe}>" if envelope.unsubscribe else "",
        "Auto-Submitted": "auto-generated",
    }


def _one_line(words: str) -> str:
    """Return words that cannot begin another header: white space is a blank, what nobody sees is gone."""
    return seen(" ".join(words.split()))


def _add(message: EmailMessage, words: str, kind: str) -> None:
    """Add an alternative, in the encoding that is shorter; neither has long lines or bytes above 127."""
    encoding = "base64" if 3 * sum(sign > "\x7f" for sign in words) > len(words) else "quoted-printable"
    if message.is_multipart() or message.get_content_type() != "text/plain" or message.get_payload():
        message.add_alternative(words, subtype=kind, cte=encoding)
    else:
        message.set_content(words, subtype=kind, cte=encoding)
