"""Tables in other words, read by Python's own reader."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.core.errors import SourceError
from pipeline.core.ports import FieldMap, RecordSource
from pipeline.detect.detector import LangdetectDetector
from pipeline.read.encoding import decode
from pipeline.read.formats.data.delimited import opened_table
from pipeline.read.formats.data.rows import TableForm, raw_cells
from pipeline.write.formats.data.table import translated_table

DETECTOR = LangdetectDetector()


def made_of(
    content: bytes, words: Callable[[str], str] = str.upper, fields: tuple[tuple[str, str], ...] = ()
) -> bytes:
    """Return a table whose titles and texts were changed by ``words``."""
    source = RecordSource(content=content, where="t.csv", detector=DETECTOR, fields=FieldMap(paths=fields))
    items: list[bytes | None] = []
    for member in opened_table(source).items.members:
        if isinstance(member, SourceError):
            items.append(None)
            continue
        item = json.loads(member.content)
        said = [name for name in ("title", "content_text", "content_html") if name in item]
        items.append(json.dumps(item | {name: words(item[name]) for name in said}).encode())
    return translated_table(source, items, "es").content


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("id,title,text\n1,Été,La digue\n", "id,title,text\n1,ÉTÉ,LA DIGUE\n"),
        ('id;titre;texte\r\n1;;"a; b"\r\n', 'id;titre;texte\r\n1;;"A; B"\r\n'),
        ('"id","text"\n"1","La digue"\n', '"id","text"\n"1","LA DIGUE"\n'),
        ('id\ttext\n1\tLa "digue\n', 'id\ttext\n1\tLA "DIGUE\n'),
        ('id,text\n1,"La \\"digue\\" cède"\n', 'id,text\n1,"LA \\"DIGUE\\" CÈDE"\n'),
        ('id,text\n1,"La digue"\n"2",Le port\n', 'id,text\n1,"LA DIGUE"\n"2",LE PORT\n'),
        ('id,text\r\n1,"Le\r\n\r\nport"\r\n', 'id,text\r\n1,"LE\r\n\r\nPORT"\r\n'),
        ('id,text\r\n1,"Le\n\nport"\r\n', 'id,text\r\n1,"LE\n\nPORT"\r\n'),
        ("id,text\r1, Le port \r", "id,text\r1, LE PORT \r"),
        ('id|text|n\n1|"Le port"|"x"', 'id|text|n\n1|"LE PORT"|"x"'),
        ('id, text\n1, "Le port, ouvert"\n2,  Non\n', 'id, text\n1, "LE PORT, OUVERT"\n2,  NON\n'),
        ('id,text\n1,Un tube de 5" là\n', 'id,text\n1,UN TUBE DE 5" LÀ\n'),
        (
            'id,text\n1,"Ouvert, jamais fermé\n2,"Oui"\n3,Non\n',
            'id,text\n1,"Ouvert, jamais fermé\n2,"OUI"\n3,NON\n',
        ),
        ("sep=;\r\nid;text\r\n1;La digue\r\n", "sep=;\r\nid;text\r\n1;LA DIGUE\r\n"),
        ("\ufeffid,text\n1,La digue\n", "\ufeffid,text\n1,LA DIGUE\n"),
        ("id,text,lang\n1,La digue,fr\n2,Le port,\n", "id,text,lang\n1,LA DIGUE,es\n2,LE PORT,\n"),
        ("id,text,n\n1,La digue\n2,,3\n3,Le port,4\n", "id,text,n\n1,LA DIGUE\n2,,3\n3,LE PORT,4\n"),
        ("\nid,text\n\n,,\n1,La digue\n\n", "\nid,text\n\n,,\n1,LA DIGUE\n\n"),
        ('text,n\n"\nLa digue\n",1\n', 'text,n\n"\nLA DIGUE\n",1\n'),
        ("id,text\n1,La digue\n2,Le port", "id,text\n1,LA DIGUE\n2,LE PORT"),
        ("id,text\n1,<p>La digue</p>\n2,Port\n", "id,text\n1,<P>LA DIGUE</P>\n2,PORT\n"),
    ],
)
def test_the_columns_of_words_change_and_nothing_else(source: str, wanted: str) -> None:
    """Separators, marks around values, line ends, other columns and rows without text stay."""
    assert made_of(source.encode()).decode() == wanted


def test_an_older_encoding_becomes_utf_8_with_a_mark() -> None:
    """So that spreadsheets do not open it as what it was."""
    line = "La digue du vieux port a cédé jeudi matin à l’aube, et la route est fermée."
    made = made_of(f"id;text\r\n1;{line}\r\n".encode("cp1252"))
    assert made.decode("utf-8-sig") == f"id;text\r\n1;{line.upper()}\r\n"
    assert made.startswith(b"\xef\xbb\xbf")


def test_columns_without_a_header_are_named_by_number() -> None:
    """As the user names them."""
    made = made_of(b"1;La digue\n2;Le port\n", fields=(("id", "1"), ("text", "2")))
    assert made == b"1;LA DIGUE\n2;LE PORT\n"


def test_a_damaged_row_stays_as_it_is() -> None:
    """It is no document either."""
    source = b'id;text\n1;La digue\n2;"Le "port" ferme; fin"\n3;La route\n'
    assert made_of(source) == b'id;text\n1;LA DIGUE\n2;"Le "port" ferme; fin"\n3;LA ROUTE\n'


def test_words_with_line_ends_stay_on_their_row_where_nothing_may_stand_around_them() -> None:
    """Tables with tabs have no marks around values."""
    made = made_of(b'id\ttext\n1\tLa "digue\n', lambda words: f"{words}\n\tfin")
    assert made == b'id\ttext\n1\tLa "digue fin\n'


CELL = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")) | st.sampled_from('",;\n\t'), max_size=12
)


@given(rows=st.lists(st.tuples(CELL, CELL), min_size=1, max_size=6), sign=st.sampled_from(",;\t"))
def test_values_that_are_not_translated_are_the_same(rows: list[tuple[str, str]], sign: str) -> None:
    """Whatever they hold, to a reader of tables."""
    source = io.StringIO(newline="")
    table = [["id", "text", "other"], *(["x", f"mots {text}", other] for text, other in rows)]
    csv.writer(source, delimiter=sign, lineterminator="\n").writerows(table)
    text = source.getvalue()
    assume(not decode(text.encode(), None, where="x").repairs)  # what was decoded twice is turned back
    made = made_of(text.encode(), lambda words: words).decode()
    read = [[*csv.reader(io.StringIO(said, newline=""), delimiter=sign)] for said in (text, made)]
    assert [[row[0], row[2]] for row in read[0]] == [[row[0], row[2]] for row in read[1]]
    assert [row[1].strip() for row in read[0]] == [row[1].strip() for row in read[1]]


def test_words_get_marks_where_they_need_them() -> None:
    """A separator, a line end or a quotation mark in other words would part the row."""
    source = b'id,text\n1,La digue\n2,"Le port"\n'
    made = made_of(source, lambda words: f'{words}, "fin"\nici')
    assert made == b'id,text\n1,"La digue, ""fin""\nici"\n2,"Le port, ""fin""\nici"\n'


RAW = st.text(st.sampled_from(',;\t"\\ ab\r\n'), max_size=20)


@given(
    text=RAW,
    sign=st.sampled_from(",;\t|"),
    is_quoted=st.booleans(),
    escapes=st.booleans(),
    skips_spaces=st.booleans(),
)
def test_values_are_parted_as_python_parts_them(
    text: str, sign: str, *, is_quoted: bool, escapes: bool, skips_spaces: bool
) -> None:
    """And put together again they are the text."""
    form = TableForm(
        delimiter=sign, is_quoted=is_quoted, escapes=escapes and is_quoted, skips_spaces=skips_spaces
    )
    cells = list(raw_cells(text, form))
    assert "".join(cell.raw + cell.after for cell in cells) == text
    counts = [0]
    for cell in cells:
        counts[-1] += 1
        if cell.after != sign:
            counts.append(0)
    ended = list(form.rows(f"{text}\nend"))
    assume(ended[-1:] == [["end"]])
    shape = counts if counts[-1] else counts[:-1]
    assert [len(row) or 1 for row in csv_rows(text, form)] == shape


def csv_rows(text: str, form: TableForm) -> list[list[str]]:
    """Return rows as Python's own reader has them, empty ones too."""
    return list(
        csv.reader(
            io.StringIO(text, newline=""),
            delimiter=form.delimiter,
            quoting=csv.QUOTE_MINIMAL if form.is_quoted else csv.QUOTE_NONE,
            doublequote=not form.escapes,
            escapechar="\\" if form.escapes else None,
            skipinitialspace=form.skips_spaces,
        )
    )
