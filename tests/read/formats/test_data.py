"""Tables, JSON and news wires as documents."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.core.errors import SourceError
from pipeline.core.ports import NO_FIELDS, FieldMap, Member, RecordSource
from pipeline.core.records import Document, Fetched, Published, SourceMetadata
from pipeline.detect.detector import LangdetectDetector
from pipeline.read.document import read_document
from pipeline.read.expand import members, source_format
from pipeline.read.find import find_inputs
from pipeline.read.formats.data import delimited, json_data, newsml
from pipeline.read.formats.data.dates import DateReader
from pipeline.read.formats.data.delimited import TableContainer
from pipeline.read.formats.data.json_data import JsonContainer
from pipeline.read.formats.data.newsml import NewsmlContainer
from pipeline.read.formats.table import DELIMITED, PLAIN_TEXT, WEB_PAGE
from pipeline.read.reference import Reference
from pipeline.read.remarks import reading_remarks
from tests.read.formats.test_web import words
from tests.support import data_sources, sources

DETECTOR = LangdetectDetector()


def read(path: Path, content: bytes | str, fields: FieldMap = NO_FIELDS) -> tuple[list[Document], list[str]]:
    """Write a file and read it; return its documents, and the lines that were said."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    said: list[str] = []
    found = list(find_inputs([str(path)], note_empty=said.append, detector=DETECTOR, fields=fields))
    documents = []
    for item in found:
        if isinstance(item, SourceError):
            said.append(f"{item.origin}: {item.message}")
        else:
            documents.append(read_document(item, DETECTOR))
    return documents, [line.replace(f"{path.parent}/", "") for line in said]


def refusal(path: Path, content: bytes | str, fields: FieldMap = NO_FIELDS) -> str:
    """Return the only line about a file that is refused as a whole."""
    documents, said = read(path, content, fields)
    assert documents == []
    (line,) = said
    assert "\n" not in line
    return line.removeprefix(f"{path.name}: {path.name}: ")


def as_table(content: bytes) -> list[dict[str, Any]]:
    """Return the items in a table."""
    found = TableContainer().records(RecordSource(content=content, where="x", detector=DETECTOR))
    return [json.loads(member.content) for member in found if isinstance(member, Member)]


class TestTables:
    """CSV and TSV."""

    def test_each_row_is_a_document(self, tmp_path: Path) -> None:
        """With what its columns hold; the guess of these is said in a line."""
        (first, second), said = read(tmp_path / "wire.csv", data_sources.TABLE)
        assert said == [
            "wire.csv: title = titre, text = corps, published = date, authors = auteur, url = lien,"
            " id = identifiant, language = langue (guessed; set [source.NAME.fields])"
        ]
        assert words(first) == [
            ("title", "La digue cède"),
            ("paragraph", "La digue de Port-Sauvin a cédé."),
            ("paragraph", 'Les pompiers ont évacué "1 200" personnes.'),
        ]
        assert first.metadata == SourceMetadata(
            url="https://littoral.example/digue",
            authors=("Jeanne Martin",),
            published=Published(time="2025-10-09T07:47:00+00:00", said_by="document"),
            language="fr",
        )
        assert (first.origin, first.extension) == (f"{tmp_path}/wire.csv#a1", "json")
        assert second.origin == f"{tmp_path}/wire.csv#7"
        assert words(second)[0] == ("title", "Le port rouvre")

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
    @pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
    def test_separators_and_encodings_are_told(self, sign: str, encoding: str) -> None:
        """Whatever the ending of the file says."""
        rows = [
            ("titre", "texte"),
            ("Été", "Le port, fermé; a rouvert | jeudi à l'aube, hélas."),
            ("B", "Où ?"),
        ]
        text = "\r\n".join(sign.join(f'"{cell}"' for cell in row) for row in rows)
        found = as_table(text.encode(encoding))
        assert [(item["title"], item["content_text"]) for item in found] == rows[1:]

    def test_a_first_line_of_excel_names_the_separator(self) -> None:
        """It is no header."""
        (item,) = as_table(b"sep=;\r\ntitle;text\r\nA, b;Words, more\r\n")
        assert (item["title"], item["content_text"]) == ("A, b", "Words, more")

    def test_marks_between_tabs_may_be_words(self) -> None:
        """Many programs write them as they are there; where they stand around values, they are none."""
        plain = b'title\ttext\n"Go" he said\tThe "mayor" went.\nB\t"Open, never closed.\n'
        assert [(item["title"], item["content_text"]) for item in as_table(plain)] == [
            ('"Go" he said', 'The "mayor" went.'),
            ("B", '"Open, never closed.'),
        ]
        (item,) = as_table(b'title\ttext\n"A"\t"One\n\nTwo\t3"\n')
        assert item["content_text"] == "One\n\nTwo\t3"

    @pytest.mark.parametrize(
        "damaged", ['2,"B,Two', '2,B,"Two', '2,"B,Two\n', '2,B,"Two ""x"" more'], ids=range(4)
    )
    @pytest.mark.parametrize(
        "behind", ["", "3,C,Three\n4,D,Four\n", '3,"C","Three"\n4,D,"Fo, ur"\n'], ids=range(3)
    )
    def test_a_mark_that_is_never_closed_costs_its_line(
        self, damaged: str, behind: str, tmp_path: Path
    ) -> None:
        """The rows before and behind it are read, and a line names it."""
        before = "id,title,text\n0,Z,Zero\n1,A,One\n"
        documents, said = read(tmp_path / "a.csv", f"{before}{damaged}\n{behind}")
        assert [document.title for document in documents] == ["Z", "A", *(["C", "D"] if behind else [])]
        (line,) = said[1:]
        assert "a quotation mark is opened in line 4" in line

    def test_a_value_of_several_lines_is_no_open_mark(self, tmp_path: Path) -> None:
        """Even if its marks are written without care."""
        documents, _ = read(tmp_path / "a.csv", 'title,text\nA,"One\n\ntwo" he said\nB,Three\n')
        assert [document.title for document in documents] == ["A", "B"]

    def test_spaces_may_stand_before_marks(self) -> None:
        """Where the header has them so, or more rows have the values that it names."""
        for header in ('"title", "text"', "title,text"):
            (item,) = as_table(f'{header}\n"A", "One, two"\n'.encode())
            assert (item["title"], item["content_text"]) == ("A", "One, two")
        (item,) = as_table(b'title,text\nA, "Go" he said\n')
        assert item["content_text"] == '"Go" he said'

    def test_marks_may_be_escaped_by_backslashes(self) -> None:
        """As databases write them; elsewhere a backslash is a sign like any other."""
        (item,) = as_table(b'title,text\nA,"He said \\"no\\", and left."\n')
        assert item["content_text"] == 'He said "no", and left.'
        (item,) = as_table(b'title,text\nC:\\,"He said ""no"", and left."\n')
        assert (item["title"], item["content_text"]) == ("C:\\", 'He said "no", and left.')

    def test_a_row_that_is_too_long_fails_alone(self, tmp_path: Path) -> None:
        """It is named by its line; a comma without quotation marks would cut its text."""
        table = "title,text\nA,Words, and more\nB,Others\n,\nC,Good\nD,\n"
        documents, said = read(tmp_path / "a.csv", table)
        assert [document.title for document in documents] == ["B", "C"]
        assert said[1:] == [
            "a.csv: 1 passed over, without text",
            "a.csv#2: a.csv#2: the row that ends in line 2 has 3 values, where the header has 2 names;"
            " put values with separators in quotation marks",
        ]

    @pytest.mark.parametrize(
        ("table", "line"),
        [
            (
                "a,b\n1,2\n",
                "cannot tell which column is the text; it has: a, b; name it in depeche.toml: [sou",
            ),
            ("title,text\n", "holds no rows below its first line"),
            (",\n,\n", "holds no rows"),
            ("title,text\nA,\n", "cannot tell which column is the text; it has: title, text"),
            (
                'title,text\n"C,D\n',
                "1 of 1 rows are damaged: a quotation mark is opened in line 2",
            ),
            (
                '"title,text\nA,B\n',
                "a quotation mark is opened in line 1, and never closed; close it, or",
            ),
            (
                "title,text\nA,B,C\nD,E,F\nG,H\n",
                "2 of 3 rows are damaged: the row that ends in line 2 has 3 values",
            ),
            (",".join(f"c{number}" for number in range(99)) + "\n1", "c14, 84 more; name it in"),
            (b"title,text\nA,\x00\n", "holds NUL bytes, so it is binary"),
            (b"\xff\xfe\x00", "is not valid utf-16"),
            ("a\x1b[31m,b\n1,2", "it has: a\\x1b[31m, b;"),
            (",".join("ab" * 6000) + "\n1", "has 12,000 columns, and more than 10,000 cannot be"),
        ],
    )
    def test_what_cannot_be_told_is_refused_in_a_line(
        self, table: str | bytes, line: str, tmp_path: Path
    ) -> None:
        """With the columns, and what to write."""
        assert line in refusal(tmp_path / "a.csv", table)

    def test_long_values_and_many_columns_are_read(self) -> None:
        """The limit of Python's own reader is no limit here, and stays as it was."""
        before = csv.field_size_limit()
        (item,) = as_table(b'title,text\nA,"' + b"word " * 100_000 + b'"\n')
        assert len(item["content_text"]) == 499_999
        wide = ",".join(["text", *(f"c{number}" for number in range(5000))])
        assert len(as_table(f"{wide}\nwords{',' * 5000}\n".encode())) == 1
        assert csv.field_size_limit() == before

    def test_more_rows_than_allowed_are_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """In a line, before they are all made documents."""
        monkeypatch.setattr(delimited, "MAX_RECORDS", 10)
        assert len(as_table(b"text\n" + b"a\n" * 10)) == 10
        with pytest.raises(SourceError, match="has more than 10 rows; split it first"):
            as_table(b"text\n" + b"a\n" * 11)

    def test_more_values_than_can_be_held_are_refused(self) -> None:
        """Each takes far more room than it has in the file, so that 32 MiB could take gigabytes."""
        seams = (
            (TableContainer(), b"text\n" + b"," * 5_000_001),
            (JsonContainer(), b"[" + b"{}," * 2_500_001 + b"{}]"),
            (NewsmlContainer(), b"<newsItem>" + b"<a/>" * 2_000_000),
        )
        for container, content in seams:
            with pytest.raises(SourceError, match=r"000,000 (values|tags); split it first"):
                container.records(RecordSource(content=content, where="x"))

    def test_a_row_of_the_last_ones_name_is_a_row(self) -> None:
        """Nothing in a table ends it early."""
        found = as_table("text\na\n\ue000end\nb\n".encode())
        assert [item["content_text"] for item in found] == ["a", "\ue000end", "b"]


class TestFields:
    """What the user says of fields, and what is guessed."""

    TABLE = b"one,two,three\nBridge,The bridge closes.,2025-10-09\n"

    def test_the_user_names_the_columns(self, tmp_path: Path) -> None:
        """What is not named is guessed, and that alone is said."""
        fields = FieldMap(paths=(("text", "two"), ("title", "one")), table="[source.wire.fields]")
        (document,), said = read(tmp_path / "a.csv", self.TABLE, fields)
        assert words(document) == [("title", "Bridge"), ("paragraph", "The bridge closes.")]
        assert said == []
        fields = FieldMap(paths=(("text", "two"), ("title", ""), ("id", "titre")))
        table = b"headline,two,titre,date\nA,Words,B,2025-10-09\n"
        (document,), said = read(tmp_path / "b.csv", table, fields)
        assert (document.title, document.origin) == (None, f"{tmp_path}/b.csv#B")
        assert said == ["b.csv: published = date (guessed; set [source.NAME.fields])"]

    def test_the_separator_is_told_by_the_names_of_columns(self, tmp_path: Path) -> None:
        """Where one of them has another separator in it."""
        fields = FieldMap(paths=(("text", "b"),))
        (document,), _ = read(tmp_path / "a.csv", "a, or c, or d;b\n1, 2, 3;Words, and more\n", fields)
        assert words(document) == [("paragraph", "Words, and more")]

    def test_columns_without_names_have_numbers(self, tmp_path: Path) -> None:
        """A table without a header is read where all are named so, whatever the file is called."""
        fields = FieldMap(paths=(("text", "2"), ("title", "1")))
        (one, two), _ = read(tmp_path / "a.dat", b"A,First words\nB,Other words\n", fields)
        assert [words(one)[1][1], words(two)[1][1]] == ["First words", "Other words"]

    def test_columns_that_share_a_name_stay_apart(self, tmp_path: Path) -> None:
        """The first has it; the others have their number with it, and no value is taken for another's."""
        table = b"a~4,,text,a~4,2,a,a~4,a~4~8\nA,B,Words,D,E,F,G,H\n"
        for name, value in (("2~5", "E"), ("2", "B"), ("a~4~4", "D"), ("a", "F"), ("a~4~8", "H")):
            fields = FieldMap(paths=(("title", name),))
            (document,), _ = read(tmp_path / "a.csv", table, fields)
            assert document.title == value

    def test_a_name_that_is_not_there_is_an_error(self, tmp_path: Path) -> None:
        """With the names that are."""
        fields = FieldMap(paths=(("text", "words"),), table="[source.wire.fields]")
        assert refusal(tmp_path / "a.csv", self.TABLE, fields) == (
            "has no column 'words', which [source.wire.fields] names for text; it has: one, two, three"
        )

    def test_names_in_many_languages_are_known(self) -> None:
        """With any case, accents and signs between words."""
        for header in (
            "Titular,CUERPO,Fecha de publicación",
            "Überschrift,Inhalt,Datum",
            "Article Title,article_text,Pub-Date",
            "заголовок,текст,дата",
            "标题,正文,日期",
            "ArticleTitle,articleBody,datePublished",
        ):
            (item,) = as_table(f"{header}\nA,Words,2025-10-09\n".encode())
            assert (item["title"], item["content_text"], item["date_published"]) == (
                "A",
                "Words",
                "2025-10-09",
            )

    @pytest.mark.parametrize(
        ("values", "times"),
        [
            (["2025-10-09 07:47:00+02:00"], ["2025-10-09T07:47:00+02:00"]),
            (["20251009"], ["2025-10-09"]),
            (["Thu, 09 Oct 2025 07:47:00 +0200"], ["2025-10-09T07:47:00+02:00"]),
            (["1760000000", "1760000000.7", "1760000000123"], ["2025-10-09T08:53:20+00:00"] * 3),
            (["9.10.2025", "9.10.2025, 7:47"], ["2025-10-09", "2025-10-09T07:47:00+00:00"]),
            (["2025/10/09 07:47 UTC"], ["2025-10-09T07:47:00+00:00"]),
            (["9/10/2025", "13/10/2025"], ["2025-10-09", "2025-10-13"]),
            (["10/9/2025", "10/13/2025"], ["2025-10-09", "2025-10-13"]),
            (["9/10/2025"], [None]),
            (["31.2.2025", "soon", "9" * 40, "1e400", "999999999999999", "-1"], [None] * 6),
        ],
    )
    def test_times_are_read_in_many_forms(self, values: list[str], times: list[str | None]) -> None:
        """Never by a guess: where the day could be the month, no value of the column is taken."""
        dates = DateReader(values)
        assert [dates.read(value) for value in values] == times

    def test_times_that_cannot_be_read_are_counted(self, tmp_path: Path) -> None:
        """In a line; rows without one are not."""
        table = "text,date\nA,9/10/2025\nB,soon\nC,\n"
        documents, said = read(tmp_path / "a.csv", table)
        assert [document.metadata.published for document in documents] == [None] * 3
        assert said[1] == (
            "a.csv: 2 without a time that can be read in date; write them as 2025-10-09T07:47:00+02:00"
        )


class TestJson:
    """JSON and JSON Lines."""

    def test_each_line_is_a_document(self, tmp_path: Path) -> None:
        """HTML is told from text."""
        (first, second), said = read(tmp_path / "a.jsonl", data_sources.JSON_LINES)
        assert words(first) == [
            ("title", "Bridge closes"),
            ("paragraph", "The bridge closes on Monday."),
            ("paragraph", "It opens in May."),
        ]
        assert first.origin == f"{tmp_path}/a.jsonl#1"
        assert second.metadata.published == Published(time="2025-10-09T08:53:20+00:00", said_by="document")
        assert said == [
            "a.jsonl: title = title, text = body, published = published_at, id = id"
            " (guessed; set [source.NAME.fields])"
        ]

    @pytest.mark.parametrize("lines", ["{0}\n{1}\n{2}\n", "[\n{0},\n{1},\n{2}\n]\n", "{0}\r\n\x1e{1}\r\n{2}"])
    @pytest.mark.parametrize(
        ("damaged", "said"),
        [
            ('{{"text": "Two "2" two"}}', "cannot be read at its sign 16: Expecting ',' delimiter"),
            ('{{"text": "Two', "cannot be read at its sign 10: Unterminated string starting at"),
            ("42 {{}}", "cannot be read at its sign 4: Extra data"),
            ('{{"text": ["Two"}}', "cannot be read at its sign 16: Expecting ',' delimiter"),
        ],
    )
    def test_a_damaged_line_costs_that_line(
        self, lines: str, damaged: str, said: str, tmp_path: Path
    ) -> None:
        """In JSON Lines, and in a list with an object a line."""
        content = lines.format('{"text": "One."}', damaged.format(), '{"text": "Three."}')
        documents, (_, line) = read(tmp_path / "a.jsonl", content)
        assert [document.text for document in documents] == ["One.\n", "Three.\n"]
        number = 3 if lines.startswith("[") else 2
        assert line.endswith(f"a.jsonl#2: line {number} {said}")

    @pytest.mark.parametrize(
        "around",
        [
            "[{0}, {1}]",
            '{{"count": 2, "results": [{0}, {1}], "tags": [{{"name": "x"}}]}}',
            '{{"response": {{"status": "ok", "docs": [{0}, {1}]}}}}',
            '{{"description": "An interface of news.", "articles": [{0}, {1}]}}',
            '[{{"_source": {0}}}, {{"_source": {1}}}]',
            "{0}\n\n\x1e{1}",
            "[{0}, 5, {1}]",
        ],
    )
    def test_the_list_of_records_is_found(self, around: str) -> None:
        """In whatever an interface puts around it."""
        content = around.format(*(json.dumps(record) for record in data_sources.RECORDS)).encode()
        found = JsonContainer().records(RecordSource(content=content, where="x"))
        titles = [json.loads(member.content)["title"] for member in found if isinstance(member, Member)]
        assert titles == ["Bridge closes", "Harbour grows"]

    def test_fields_in_fields_are_found_and_named(self, tmp_path: Path) -> None:
        """By names with dots between; lists are counted, or taken whole."""
        record = {
            "title": {"rendered": "Bridge closes"},
            "content": {"rendered": "<p>The bridge closes.</p>"},
            "source": {"id": None, "name": "The Pier"},
            "authors": [{"name": "Ann Lee"}, {"name": "Bo Roy"}],
            "more": [{"value": ["One.", "Two."]}, {"value": 3}],
            "excerpt": None,
            "premium": True,
        }
        (document,), said = read(tmp_path / "a.json", json.dumps([record]))
        assert (document.metadata.outlet, document.metadata.authors) == ("The Pier", ("Ann Lee", "Bo Roy"))
        assert words(document) == [("title", "Bridge closes"), ("paragraph", "The bridge closes.")]
        assert said[0].startswith(
            "a.json: title = title.rendered, text = content.rendered, authors = authors.*.na"
        )
        fields = FieldMap(paths=(("text", "more.0.value"), ("title", "more.1.value"), ("authors", "")))
        (document,), _ = read(tmp_path / "a.json", json.dumps([record]), fields)
        assert words(document) == [("title", "3"), ("paragraph", "One."), ("paragraph", "Two.")]

    def test_one_object_is_one_document(self, tmp_path: Path) -> None:
        """With the summary as its text, where it has no other."""
        (document,), _ = read(tmp_path / "a.json", '{"title": "A", "summary": "Short words.", "tags": ["x"]}')
        assert words(document) == [("title", "A"), ("paragraph", "Short words.")]

    @pytest.mark.parametrize(
        ("content", "line"),
        [
            ('{"rows": []}', "cannot tell which field is the text; it has: rows"),
            ('[{"a": 1, "b": {"c": [1]}}]', "it has: a, b.c; name it in depeche.toml: [source.NAME] inputs"),
            ("[]", "is a list of JSON without objects in it"),
            ("[[1, 2]]", "is a list of JSON without objects in it"),
            ('["a", "b"]', "is a list of JSON without objects in it"),
            ('{"a": "b"', "is JSON that cannot be read at line 1"),
            ('{"text": "a"} [5]', "its value 2 is no object"),
            ('{"text":\n"a"}\n{"text":\n"b"}\n{"text":\n', "is JSON that cannot be read at line 6"),
            ('{"status": 404, "message": "Not found"}', "it has: status, message; name it"),
            ('{"a":' * 100_000, "is JSON that is nested too deeply"),
            ("[" * 100_000, "is JSON that is nested too deeply"),
            ('{"' + "k" * 500 + '": 1}', "it has: " + "k" * 40 + "...;"),
        ],
    )
    def test_what_holds_no_records_is_refused_in_a_line(
        self, content: str, line: str, tmp_path: Path
    ) -> None:
        """With its fields, or the line that is damaged."""
        assert line in refusal(tmp_path / "a.json", content)

    def test_what_no_program_should_write_is_read(self, tmp_path: Path) -> None:
        """Numbers of any size, NaN, keys that come twice, halves of characters, line ends in texts."""
        content = (
            '[{"id": NaN, "text": "First.", "text": "The bridge\tcloses\n\\ud800 today.", "title": '
            + "9" * 9000
            + ', "x": -Infinity, "date": 1e9999}]'
        )
        (document,), _ = read(tmp_path / "a.json", content)
        assert "The bridge closes" in document.text
        assert "First" not in document.text

    def test_a_text_that_is_nested_without_end_is_none(self, tmp_path: Path) -> None:
        """The line names the field; another record is read."""
        deep = '{"title": "A", "text": ' + "[" * 400 + '"a"' + "]" * 400 + "}"
        documents, said = read(tmp_path / "a.json", deep)
        assert documents == []
        assert said[-1] == "a.json: a.json: holds no text in its field text"
        documents, said = read(tmp_path / "a.json", deep + '{"text": [["One."], "Two."]}')
        assert [words(document) for document in documents] == [[("paragraph", "One."), ("paragraph", "Two.")]]
        assert said[-1] == "a.json: 1 passed over, without text"

    def test_more_records_than_allowed_are_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """In a line."""
        monkeypatch.setattr(json_data, "MAX_RECORDS", 1)
        with pytest.raises(SourceError, match="holds more than 1 objects; split it first"):
            JsonContainer().records(RecordSource(content=data_sources.JSON_LINES, where="x"))


class TestNinjs:
    """The JSON of news agencies."""

    @pytest.mark.parametrize(
        "around", ["{}", "[{}]", '{{"_items": [{}], "_meta": {{"total": 1}}}}', "{}\n{}"]
    )
    def test_version_1_is_read(self, around: str, tmp_path: Path) -> None:
        """One item, or what an interface gives; pictures and other items in it are none of its text."""
        item = json.dumps(data_sources.NINJS_1)
        documents, said = read(tmp_path / "a.json", around.format(item, item))
        assert words(documents[0]) == [
            ("title", "La digue cède"),
            ("paragraph", "La digue de Port-Sauvin a cédé."),
            ("list_item", "Un gymnase est ouvert."),
            ("credit", "Port-Sauvin"),
        ]
        assert documents[0].metadata == SourceMetadata(
            outlet="Le Littoral",
            authors=("Jeanne Martin",),
            published=Published(time="2025-10-09T07:47:00+02:00", said_by="feed"),
            language="fr",
        )
        assert documents[0].origin == f"{tmp_path}/a.json#urn:pier:1"
        assert said == []

    def test_version_3_is_read(self, tmp_path: Path) -> None:
        """The main headline, and the body with markup before the plain one."""
        (document,), _ = read(tmp_path / "a.json", json.dumps(data_sources.NINJS_3))
        assert words(document) == [("title", "Bridge closes"), ("paragraph", "The bridge closes on Monday.")]
        assert document.metadata == SourceMetadata(
            url="https://pier.example/3",
            outlet="The Pier",
            authors=("Ann Lee", "Bo Roy"),
            published=Published(time="2025-10-09T05:47:00+00:00", said_by="feed"),
            language="en-GB",
        )

    def test_names_of_any_version_are_known(self, tmp_path: Path) -> None:
        """With words that senders add, and the capitals of version 3; a title that comes twice is one."""
        first = {
            "$standard": {"name": "ninjs"},
            "headline_main": "Bridge closes",
            "body_main": "Bridge closes\nThe bridge closes on Monday.",
        }
        third = {
            "uri": "urn:3",
            "versionCreated": "2025-10-09T05:47:00Z",
            "infoSources": [{"name": "The Pier"}],
            "headlines": [{"value": "Bridge closes"}],
            "bodies": [
                {"contentType": "text/html", "value": "<h1>Bridge closes</h1>The bridge closes on Monday."},
            ],
        }
        for item in (first, third):
            (document,), _ = read(tmp_path / "a.json", json.dumps(item))
            assert words(document) == [
                ("title", "Bridge closes"),
                ("paragraph", "The bridge closes on Monday."),
            ]
        assert document.metadata.outlet == "The Pier"
        assert document.metadata.published == Published(time="2025-10-09T05:47:00+00:00", said_by="feed")

    def test_a_body_may_be_a_document_in_nitf(self, tmp_path: Path) -> None:
        """In a text, with its own declaration; what is no XML is read as HTML."""
        nitf = data_sources.NEWSML.decode().partition('nitf+xml">')[2].partition("</inlineXML>")[0]
        for before in ('<?xml version="1.0" encoding="latin-1"?>\n<!DOCTYPE nitf SYSTEM "x.dtd">', ""):
            item = {
                **data_sources.NINJS_3,
                "bodies": [{"contentType": "text/vnd.IPTC.NITF", "value": before + nitf}],
            }
            (document,), _ = read(tmp_path / "a.json", json.dumps(item))
            assert words(document)[1:3] == [
                ("paragraph", "The bridge closes on Monday, <not> Tuesday."),
                ("heading", "Why"),
            ]
        item["bodies"] = [
            {"contenttype": "application/nitf+xml", "value": "<nitf><p>Words of one.</p><p>More"}
        ]
        (document,), _ = read(tmp_path / "a.json", json.dumps(item))
        assert words(document)[1:] == [("paragraph", "Words of one."), ("paragraph", "More")]

    def test_withdrawn_and_empty_items_are_left_out(self, tmp_path: Path) -> None:
        """Lines say so."""
        withdrawn = {**data_sources.NINJS_1, "pubstatus": "canceled"}
        picture = {"uri": "urn:p", "type": "picture", "pubstatus": "usable", "description_text": "A caption"}
        content = json.dumps([data_sources.NINJS_3, withdrawn, picture])
        documents, said = read(tmp_path / "a.json", content)
        assert len(documents) == 1
        assert said == [
            "a.json: 1 passed over, without text",
            "a.json: 1 passed over, for their sender has withdrawn them",
        ]
        assert "without an item that has a text" in read(tmp_path / "a.json", json.dumps([picture]))[1][-1]

    def test_fields_of_other_kinds_cost_themselves_alone(self, tmp_path: Path) -> None:
        """The text is read."""
        for name in data_sources.NINJS_1.keys() - {"body_html"}:
            wrong: list[Any] = [None, 5, [], [[]], {}, {"value": []}, [{"value": {}}], True]
            for value in wrong:
                own = {**data_sources.NINJS_1, name: value, "pubstatus": "usable", "uri": "urn:x"}
                (document,), _ = read(tmp_path / "a.json", json.dumps(own))
                assert "a cédé" in document.text


class TestNewsml:
    """NewsML-G2."""

    def test_the_items_of_a_message_are_documents(self, tmp_path: Path) -> None:
        """With XHTML or NITF; lines say what is left out."""
        (first, second), said = read(tmp_path / "a.xml", data_sources.NEWSML)
        assert words(first) == [
            ("title", "La digue cède"),
            ("paragraph", "La digue de Port-Sauvin a cédé."),
            ("list_item", "Un gymnase est ouvert."),
            ("credit", "PORT-SAUVIN, 9 oct 2025 - Le Littoral"),
        ]
        assert first.metadata == SourceMetadata(
            outlet="The Pier",
            authors=("Jeanne Martin",),
            published=Published(time="2025-10-09T07:47:00+02:00", said_by="feed"),
            language="fr",
        )
        assert words(second) == [
            ("title", "Bridge closes"),
            ("paragraph", "The bridge closes on Monday, <not> Tuesday."),
            ("heading", "Why"),
            ("paragraph", "Its rust is deep."),
            ("caption", "The bridge."),
        ]
        assert (second.metadata.url, second.metadata.authors) == ("https://pier.example/2", ("Ann Lee",))
        assert said == [
            "a.xml: 1 passed over, without text",
            "a.xml: 1 passed over, for their sender has withdrawn them",
        ]

    def test_an_item_or_package_of_its_own_is_read(self, tmp_path: Path) -> None:
        """So is plain text in it, in the encoding that the file declares."""
        for name in ("newsItem", "packageItem"):
            text = (
                '<?xml version="1.0" encoding="iso-8859-1"?>'
                f'<n:{name} xmlns:n="{newsml.NAMESPACE}" guid="urn:9" xml:lang="fr">'
                '<n:contentSet><n:inlineData contenttype="text/plain">La digue a cédé.'
                f"\n\nRien de plus.</n:inlineData></n:contentSet></n:{name}>"
            )
            (document,), _ = read(tmp_path / "a.xml", text.encode("latin-1"))
            assert words(document) == [("paragraph", "La digue a cédé."), ("paragraph", "Rien de plus.")]
            assert (document.metadata.language, document.origin) == ("fr", f"{tmp_path}/a.xml#urn:9")

    @pytest.mark.parametrize(
        ("content", "line"),
        [
            (data_sources.NEWSML[:900], "is damaged: its part NewsML-G2 is no XML"),
            (
                data_sources.NEWSML.replace(b"?>", b'?><!DOCTYPE newsMessage [<!ENTITY a "&b;">]>', 1),
                "has a document type in its part NewsML-G2, which is not read",
            ),
            (
                data_sources.NEWSML.replace(b"<header>", b"<header>" + b"<a>" * 9000 + b"</a>" * 9000),
                "is damaged: its part NewsML-G2 is no XML",
            ),
            (
                b'<?xml version="1.0"?><newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"/>',
                "is NewsML-G2 without an item that has a text",
            ),
        ],
    )
    def test_hostile_xml_is_refused_in_a_line(self, content: bytes, line: str) -> None:
        """Entities, document types, endless nesting."""
        with pytest.raises(SourceError) as raised:
            NewsmlContainer().records(RecordSource(content=content, where="x"))
        assert raised.value.message.startswith(f"x: {line}")
        assert "\n" not in raised.value.message


def test_data_of_another_kind_in_a_folder_is_passed_over(tmp_path: Path) -> None:
    """Settings, glossaries and figures lie beside news; who names one of them, or fields, gets it."""
    files = {
        "terms.csv": "fr,es\nUnion européenne,Unión Europea\n",
        "package.json": '{"name": "x", "description": "A program."}',
        "wire.csv": "title,text\nA,Words\n",
        "wire.json": '[{"title": "A", "body": "Words of another."}]',
        "agency1.json": '{"uri": "urn:1", "headline": "A", "body_xhtml": "<p>Words of an agency.</p>"}',
        "agency2.json": '{"uri": "urn:2", "pubstatus": "usable", "description_text": "Words."}',
        "map.jsonl": '{"x": 1}\n{"x": 2}\n',
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    said: list[str] = []
    found = list(find_inputs([str(tmp_path)], note_empty=said.append))
    assert [item.origin.rpartition("/")[2] for item in found] == [
        "agency1.json#urn:1",
        "agency2.json#urn:2",
        "wire.csv#2",
        "wire.json#1",
    ]
    why = "1 (no field is named like a text)"
    assert f"{tmp_path}: 3 passed over: .csv {why}, .json {why}, .jsonl {why}" in said
    fields = FieldMap(paths=(("text", "x"),))
    (tmp_path / "terms.csv").unlink()
    named = list(find_inputs([str(tmp_path / "map.jsonl")], fields=fields))
    assert [item.origin.rpartition("/")[2] for item in named] == ["map.jsonl#1", "map.jsonl#2"]


def test_a_server_says_what_the_content_does_not_tell() -> None:
    """Tables, and pages that have no head; pages that are called tables are pages."""
    headers = (("content-type", "Text/CSV; charset=utf-8"),)
    fetched = Fetched(
        url="https://x.example/export?as=csv",
        final_url="https://x.example/export?as=csv",
        time="2025-10-09T07:47:00Z",
        status=200,
        headers=headers,
    )
    item = Reference(origin="x", path=None, content=data_sources.TABLE, fetched=fetched)
    assert source_format(item) is DELIMITED
    assert source_format(replace(item, content=sources.page())) is WEB_PAGE
    assert source_format(replace(item, fetched=replace(fetched, headers=()))) is PLAIN_TEXT
    page = replace(fetched, headers=(("content-type", "text/html; charset=utf-8"),))
    assert source_format(replace(item, content=b"<p>A page of one paragraph.</p>", fetched=page)) is WEB_PAGE


def test_every_name_in_a_file_stands_for_one_document() -> None:
    """Also where ids look like those that we make."""
    table = b"id,text\na,1\na~2,2\na,3\na,4\n,5\n6,6\n"
    found = members(Reference(origin="x.csv", path=None, content=table), DELIMITED)
    assert len({item.origin for item in found if isinstance(item, Reference)}) == 6


def test_a_table_that_says_what_parts_it_is_found_in_a_folder(tmp_path: Path) -> None:
    """Its first line is no header."""
    (tmp_path / "a.csv").write_text("sep=;\r\nid;titre;texte\r\n1;Le pont;Le maire a fermé le pont.\r\n")
    assert [item.origin for item in find_inputs([str(tmp_path)]) if isinstance(item, Reference)] == [
        f"{tmp_path}/a.csv#1"
    ]


@pytest.mark.parametrize(
    "empty",
    [
        {"id": "2", "title": ""},
        {"id": "2", "content_html": "<p> </p>"},
        {"id": "2", "content_text": 7},
        {"id": "2", "content_html": "<img src=a.png>"},
        "words without a field",
        None,
    ],
)
def test_items_of_a_feed_without_text_are_counted(tmp_path: Path, empty: object) -> None:
    """As records of tables are: nothing vanishes without a line."""
    about = {"version": "https://jsonfeed.org/version/1.1", "title": "The Pier"}
    items = [{"id": "1", "content_text": "The bridge is closed."}, empty, empty]
    documents, said = read(tmp_path / "a.json", json.dumps({**about, "items": items}))
    assert [document.text for document in documents] == ["The bridge is closed.\n"]
    assert said == ["a.json: 2 passed over, without text or a page"]


def test_halves_of_characters_are_told_and_whole_ones_are_read(tmp_path: Path) -> None:
    """A half that stands alone in JSON is U+FFFD, of which a run says a word; it was a question mark."""
    rows = r'[{"title": "a \ud800 b \ud83d\ude00", "text": "c \udc01 f"}, {"title": "d", "text": "e"}]'
    (first, _), _ = read(tmp_path / "a.json", rows)
    assert first.text == "a \ufffd b \U0001f600\n\nc \ufffd f\n"
    assert list(reading_remarks(first)) == ["2 characters were lost before it was read here (U+FFFD)"]
