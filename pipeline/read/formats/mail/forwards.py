"""Forwarded messages: what tells them from messages that are answered, which are left out.

A program writes a line above a message that it forwards; many write the same line above one that is
answered, and then the subject tells.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.read.formats.web.html_text import on_one_line

if TYPE_CHECKING:
    from lxml.etree import _Element

_FORWARDED = re.compile(
    r"forwarded|transféré|transf[ée]r[ée]|réexpédi|reexpedi|weitergeleitet|weiterleitung"
    r"|reenviad|reenviat|inoltrat|encaminhad|reencaminhad|doorgestuurd|doorgezonden"
    r"|przekazan|przesłan[aey]|пересыла|пересланн|перенаправл|переадрес|перасла|препратен|прослеђен|проследен"
    r"|vidarebefordra|videresend|viderebe|välitetty|edelleenlähet|přeposlan|preposlan|továbbít"
    r"|redirecțion|redirection(?:at|ată)|retransmis|înaintat|iletil|προωθημέν|prosl(?:ij|eđ)e|posredovan"
    r"|pārsūt|persiųst|edastat|diteruskan|chuyển tiếp|ส่งต่อ|転送|转发|轉寄|轉發|전달"
    r"|توجيه|محول|הועבר|بازفرست"
    r"|framsend|birbidal",
    re.IGNORECASE,
)
"""What the line above a forwarded message says, in the languages of programs of mail."""
_ORIGINAL = re.compile(
    r"-{2,}\s*(?:forwarded|original\b|originalnachricht|originalmeddelande|originala mesaĝo|ursprüngliche"
    r"|ursprungligt|message d['’]origine|messatge d['’]origina"
    r"|(?:message|mensaje|messaggio|mensagem|missatge|mesaj(?:ul)?|pesan) (?:original|originale|asli)\b"
    r"|mensaxe orixinal|oorspronkelijk|oprindelig|opprinnelig|alkuperäinen|oryginalna|wiadomość oryginalna"
    r"|původní|pôvodná|eredeti|jatorrizko|izvorna|izvirno|algne|sākotnēj|originalus|orijinal|özgün ileti"
    r"|thư gốc|tin nhắn gốc|оригинално|оригинальное|оригінальне|исходное|первоначальное|вихідне"
    r"|αρχικό μήνυμα"
    r"|मूल संदेश|元のメッセージ|原始邮件|原始郵件|邮件原件|郵件原件|원본"
    r"|الرسالة الأصلية|رسالة أصلية|הודעה מקורית|پیام اصلی)",
    re.IGNORECASE,
)
"""The line above a message that is answered, or forwarded, in the languages of programs of mail."""
_FROM = (
    r"from|von|de(?: la)?|da|van|fra|från|frá|lähettäjä|od|feladó|expeditor|от|від|από|kimden|gönderen"
    r"|dari|từ|nork|sender|差出人|送信者|发件人|寄件者|寄件人|보낸 ?사람|من|מאת|از|प्रेषक"
)
_SUBJECT_OF = (
    r"subject|betreff|objet|objecte?|asunto|oggetto|assunto|assumpte|onderwerp|emne|ämne|aihe|temat|předmět"
    r"|predmet|tárgy|subiect|относно|тема|θέμα|konu|perihal|subjek|chủ đề|gaia|temo"
    r"|件名|主题|主題|主旨|제목|الموضوع|נושא|موضوع|विषय"
)
_HEAD = re.compile(
    rf"[\s*]*(?:{_FROM})\s?[:：][^\n]{{0,200}}(?:\n[^\n]{{1,200}}){{0,6}}?"
    rf"[\n \t][ \t*]*(?:{_SUBJECT_OF})\s?[:：]",
    re.IGNORECASE,
)
"""The head that programs copy above a message: its sender, some other fields, its subject."""
_LINE = re.compile(r"^\s*(?:-{2,}.{3,80}-{2,}|[^.!?]{3,60}[:：])\s*$")
"""Such a line stands between hyphens, or ends with a colon."""
_SUBJECT = re.compile(
    r"\s*(?:fwd?|tr|wg|rv|i|enc|vb|vl|pd|fs|továbbítás|továbbitás|ilt|i̇lt|πρθ|doorst|пер"
    r"|пересл|転送|转发|轉寄|轉發|전달)\s*[:：]",
    re.IGNORECASE,
)
"""How the subject of a forwarded message begins, in the languages of programs of mail.

``VS`` is not among them: it forwards in Danish, and answers in Finnish."""
_FIELD = re.compile(r"\s*[^\s:：][^:：]{0,30}\s?[:：]\s*\S")
_LONGEST = 200
_LONGEST_HEAD = 1_000


def forwards(subject: str) -> bool:
    """Say whether the subject of a message says that it forwards another.

    >>> forwards("WG: Die Brücke"), forwards("Re: WG: Die Brücke")
    (True, False)
    """
    return _SUBJECT.match(subject) is not None


def is_forward_line(line: str, following: str) -> bool:
    """Say whether a line stands above a forwarded message; ``following`` is the next line with words.

    >>> is_forward_line("-------- Message transféré --------", "De : Ana <a@b.example>")
    True
    """
    is_line = len(line) <= _LONGEST and _LINE.match(line) and _FORWARDED.search(line)
    return bool(is_line and is_field(following.lstrip("> \t*")))


def is_original_line(line: str) -> bool:
    """Say whether a line says that an older message follows, answered or forwarded.

    >>> is_original_line("-----Messaggio originale-----"), is_original_line("-- un originale --")
    (True, False)
    """
    return _ORIGINAL.match(line) is not None


def begins_head(text: str) -> bool:
    """Say whether a text begins with the head of an older message, which programs copy without another sign.

    >>> begins_head("Von: Ana <a@b.example> Gesendet: Montag An: Luc Betreff: Die Brücke")
    True
    """
    return _HEAD.match(text[:_LONGEST_HEAD]) is not None


def is_field(line: str) -> bool:
    """Say whether a line is one of the head of a message, such as ``From: Ana``."""
    return _FIELD.match(line) is not None


def holds_forward(quoted: _Element) -> bool:
    """Say whether an element of a message in HTML, one marked as quoted, holds a forwarded message."""
    inside = "".join(quoted.itertext()).strip()[: 2 * _LONGEST]
    before = quoted.getprevious()
    above = "" if before is None else "".join(before.itertext()) + (before.tail or "")
    return any(
        _FORWARDED.search(line) and _LINE.match(line)
        for line in (_begun(inside), *(above.strip().splitlines()[-1:]))
    )


def _begun(text: str) -> str:
    """Return the words up to the first field of the head: the line, which ``br`` ends or nothing does."""
    line = on_one_line(text)
    found = re.match(r"\s*(-{2,}[^-]{3,80}-{2,}|[^:：]{3,60}[:：])", line)
    return found[1] if found else ""
