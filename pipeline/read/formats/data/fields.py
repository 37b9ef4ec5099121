"""The fields of records: which of them is the title, the text, and so on.

The user says so in ``[source.NAME.fields]``. What is left open is guessed from the names of the fields, and
the guess is told. A field in a field is named with a dot between, ``headlines.0.value``; ``*`` is all of a
list.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from pipeline.core.errors import SourceError
from pipeline.core.ports import FieldMap
from pipeline.core.text.file_names import escaped_name

USUAL_NAMES: Mapping[str, tuple[str, ...]] = {
    "title": (
        *("title", "headline", "headlines", "headlinetext", "articletitle", "titre", "titular", "titulo"),
        *("titol", "titel", "titolo", "ueberschrift", "uberschrift", "schlagzeile", "overskrift", "rubrik"),
        *("otsikko", "tytul", "titlu", "kop", "koptekst", "naslov", "başlık", "subject"),
        *("заголовок", "標題", "标题", "タイトル", "العنوان", "عنوان"),
    ),
    "text": (
        *("text", "body", "bodies", "content", "contenttext", "bodytext", "articletext", "articlebody"),
        *("fulltext", "maintext", "bodyhtml", "contenthtml", "html", "article", "story"),
        *("texte", "corps", "contenu", "cuerpo", "texto", "contenido", "cos", "contingut", "inhalt"),
        *("artikel", "artikeltext", "testo", "corpo", "contenuto", "conteudo", "tekst", "brodtext"),
        *(
            "teksti",
            "tresc",
            "continut",
            "metin",
            "текст",
            "содержание",
            "正文",
            "内容",
            "內容",
            "本文",
            "النص",
        ),
        *("description", "descriptiontext", "summary", "abstract"),
    ),
    "published": (
        *("published", "publishedat", "datepublished", "publisheddate", "publicationdate", "publishdate"),
        *(
            "publie",
            "publiele",
            "datedeparution",
            "publicado",
            "publicada",
            "publicat",
            "pubblicato",
            "publicadoem",
        ),
        *("pubdate", "date", "datetime", "firstcreated", "versioncreated", "created", "createdat"),
        *("datepublication", "datedepublication", "fecha", "fechapublicacion", "fechadepublicacion"),
        *("datum", "veroffentlicht", "datapubblicazione", "datapublicacio", "data", "dato", "timestamp"),
        *("time", "дата", "日期", "時間", "时间", "日付", "التاريخ", "تاريخ"),
    ),
    "authors": (
        *("authors", "author", "byline", "by", "auteur", "auteurs", "autor", "autores", "autora", "autors"),
        *("autore", "autori", "verfasser", "creator", "dccreator", "journalist", "writer", "редактор"),
        *("автор", "作者", "著者", "الكاتب"),
    ),
    "url": (
        *("url", "link", "permalink", "weburl", "canonicalurl", "articleurl", "href", "lien", "enlace"),
        *("enllac", "adresse", "uri", "ссылка", "网址", "網址"),
    ),
    "id": (
        "id",
        "guid",
        "uid",
        "uuid",
        "identifier",
        "articleid",
        "documentid",
        "docid",
        "identifiant",
        "numero",
        "uri",
    ),
    "language": (
        *("language", "lang", "languagecode", "langue", "idioma", "lengua", "llengua", "sprache", "lingua"),
        *("taal", "sprak", "jezyk", "locale", "язык", "语言", "語言"),
    ),
    "outlet": (
        *("outlet", "source", "sourcename", "publisher", "newspaper", "provider", "sitename", "site"),
        *("journal", "medio", "fuente", "font", "quelle", "zeitung", "fonte", "testata", "bron", "feed"),
        *("источник", "来源", "來源"),
    ),
}
"""What a record may hold, and the usual names of the field that does, the likeliest first; letters alone."""
WEAK_TEXT = frozenset(("description", "descriptiontext", "summary", "abstract"))
"""Fields that are a text only where no other is."""
_INSIDE = frozenset(("rendered", "value", "name", "text", "0", "*"))
"""Fields that hold what the field around them is called."""
_AROUND = frozenset(("_source", "fields", "attributes", "item", "node", "data", "article", "story", "post"))
"""Fields that hold a whole record."""
_MAX_DEPTH = 4
_MAX_FIELDS = 500
_MAX_NAMED = 15
"""So many fields are named in a message; the rest are counted."""
_NAME_LENGTH = 40
SAMPLE = 200
"""So many records are looked at to tell what their fields are."""

DataRecord = Mapping[str, Any]


def field_names(records: Iterable[DataRecord], *, filled: bool = False) -> list[str]:
    """Return the names of the fields of the first records, in order; ``filled`` leaves out empty ones."""
    names: dict[str, None] = {}
    for record in islice(records, SAMPLE):
        for name, value in islice(_leaves(record, _MAX_DEPTH), _MAX_FIELDS):
            if not filled or _is_filled(value):
                names.setdefault(name)
    return list(names)[:_MAX_FIELDS]


def _leaves(record: DataRecord, depth: int, before: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in record.items():
        path = f"{before}{name}"
        if isinstance(value, dict):
            if depth > 1:
                yield from _leaves(value, depth - 1, f"{path}.")
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            if depth > 1:
                yield from _leaves(value[0], depth - 1, f"{path}.*.")
        else:
            yield path, value


def _is_filled(value: object) -> bool:
    return bool(value.strip()) if isinstance(value, str) else bool(value)


def value_of(record: DataRecord, path: str) -> Any:
    """Return the value of a field, by its name or path; of ``*``, a list of all; None where there is none."""
    if path in record:
        return record[path]
    found: Any = record
    parts = path.split(".")
    for number, part in enumerate(parts):
        if isinstance(found, list) and part == "*":
            rest = ".".join(parts[number + 1 :])
            return [value_of(each, rest) if rest and isinstance(each, dict) else each for each in found]
        if isinstance(found, list) and part.isdecimal() and len(part) < 9:
            found = found[int(part)] if int(part) < len(found) else None
        elif isinstance(found, dict):
            found = found.get(part)
        else:
            return None
    return found


def guessed_fields(names: Sequence[str], besides: Mapping[str, str]) -> dict[str, str]:
    """Return what fields seem to hold, by their names; ``besides`` are those that are known already."""
    left = [name for name in names if name not in besides.values()]
    simple = {name: plain_name(name) for name in left}
    found: dict[str, str] = {}
    for wanted, usual in USUAL_NAMES.items():
        if wanted in besides:
            continue
        free = [name for name in left if name not in found.values()]
        chosen = next((name for word in usual for name in free if simple[name] == word), None)
        if chosen is not None:
            found[wanted] = chosen
    return found


def plain_name(path: str) -> str:
    """Return the name of a field for comparing: small letters alone, without what is in it or around it."""
    parts = path.split(".")
    while len(parts) > 1 and parts[-1] in _INSIDE:
        parts.pop()
    while len(parts) > 1 and parts[0] in _AROUND:
        parts.pop(0)
    folded = unicodedata.normalize("NFKD", ".".join(parts)).casefold()
    return "".join(sign for sign in folded if sign.isalnum() or sign == ".")


def chosen_fields(
    records: Iterable[DataRecord],
    given: FieldMap,
    *,
    where: str,
    note: Callable[[str], None],
    kind: str = "field",
) -> Mapping[str, str]:
    """Return the field of each thing that records hold: as the user says, or else as their names suggest.

    ``records`` are gone through several times. ``note`` is called with a line about a guess. ``kind`` is what
    a field is called. Raises ``SourceError`` where a field is named that there is not, or the text's cannot
    be told.
    """
    said = dict(given.paths)
    for wanted, path in said.items():
        if path and all(value_of(record, path) is None for record in records):
            raise SourceError(
                f"{where}: has no {kind} {escaped_name(path)!r}, which {given.table} names for {wanted};"
                f" it has: {listed_names(field_names(records))}"
            )
    guessed = guessed_fields(field_names(records, filled=True), said)
    chosen = {wanted: path for wanted, path in {**guessed, **said}.items() if path}
    if "text" not in chosen:
        source_table = given.table.replace(".fields]", "]")
        raise SourceError(
            f"{where}: cannot tell which {kind} is the text; it has: {listed_names(field_names(records))};"
            f' name it in depeche.toml: {source_table} inputs = ["{where}"], {given.table} text = "..."'
        )
    if guessed:
        told = ", ".join(f"{wanted} = {shown_name(path)}" for wanted, path in guessed.items())
        note(f"{where}: {told} (guessed; set {given.table})")
    return chosen


def listed_names(names: Sequence[str]) -> str:
    """Return names of fields for a message."""
    more = [f"{len(names) - _MAX_NAMED} more"] if len(names) > _MAX_NAMED else []
    return ", ".join([*map(shown_name, names[:_MAX_NAMED]), *more]) or "none"


def shown_name(name: str) -> str:
    """Return the name of a field for a message."""
    return escaped_name(name if len(name) <= _NAME_LENGTH else f"{name[:_NAME_LENGTH]}...")
