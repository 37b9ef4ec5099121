"""Office documents, PDF files and books as documents."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.core.errors import ProgramError, SourceError
from pipeline.core.ports import Received
from pipeline.core.processes.confined import ConfinedAnswer
from pipeline.core.records import Document, Published
from pipeline.detect.detector import LangdetectDetector
from pipeline.read.document import read_document
from pipeline.read.formats.office import readers
from pipeline.read.formats.office.found import unpacked_found
from pipeline.read.formats.office.pdf.from_right import PlacedSign, parted_from_right, read_from_right
from pipeline.read.formats.table import named, open_reader
from pipeline.read.reference import Reference
from pipeline.split.splitter import RuleSplitter
from tests.support import office_sources as office
from tests.support.documents import of_text

DETECTOR = LangdetectDetector()


def read(folder: Path, name: str, content: bytes) -> Document:
    """Write a file, and read it."""
    path = folder / name
    path.write_bytes(content)
    return read_document(Reference(origin=name, path=path), DETECTOR)


def words(document: Document) -> list[tuple[str, str]]:
    """Return the kinds of a document's blocks, each with its marker and words."""
    return [(block.kind, block.marker + document.text[block.start : block.end]) for block in document.blocks]


def refused(folder: Path, name: str, content: bytes) -> str:
    """Return what is said of a file that cannot be read."""
    with pytest.raises(SourceError) as caught:
        read(folder, name, content)
    return caught.value.message


class TestWord:
    """Word documents."""

    def test_all_that_is_text_is_read_as_it_stands_once_changes_are_accepted(self, tmp_path: Path) -> None:
        """Runs are joined; deleted, hidden and repeated text, headers are none."""
        document = read(tmp_path, "digue.docx", office.word())
        assert words(document) == [
            ("title", "La digue cède"),
            ("paragraph", "La digue de Port\u2011Sauvin a cédé jeudi matin."),
            ("heading", "Évacuation"),
            ("paragraph", "Le 9 octobre, le maire a parlé."),
            ("caption", "La digue, jeudi."),
            ("quotation", "Du jamais vu."),
            ("list_item", "- Un gymnase."),
            ("list_item", "III) Premier"),
            ("list_item", "III.a. Dessous"),
            ("list_item", "IV) Deuxième"),
            ("cell", "Quartier"),
            ("cell", "Maisons"),
            ("cell", "Bas"),
            ("cell", "300 inondées"),
            ("heading", "Les secours"),
            ("paragraph", "Voir page 4."),
            ("footnote", "[1] Construite en 1954."),
            ("footnote", "[2] Rapport de 2019."),
        ]
        assert "Quartier | Maisons\nBas | 300 inondées\n" in document.text

    def test_what_it_says_of_itself_is_kept(self, tmp_path: Path) -> None:
        """Authors that are persons, the last change with its zone, and the language of most of the text."""
        document = read(tmp_path, "digue.docx", office.word())
        about = document.metadata
        assert (about.authors, about.language) == (("Jeanne Martin",), "fr-FR")
        assert about.published == Published(time="2025-10-09T05:47:00+00:00", said_by="document")
        assert (document.extension, document.reader.split()[0]) == ("docx", "lxml")
        assert document.id.startswith("la-digue-cede-")

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            ({"word/vbaProject.bin": b"x"}, "is a Word document with macros, which is not read; save it as"),
            ({"word/document.xml": "<a><b></a>"}, "is damaged: its part word/document.xml is no XML"),
            ({"word/document.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}, "has a document type"),
            ({"word/document.xml": "<w:sheet xmlns:w='w'/>"}, "no Word document: its main part is sheet"),
        ],
    )
    def test_what_is_not_read_is_said_in_a_line(
        self, change: dict[str, str | bytes], said: str, tmp_path: Path
    ) -> None:
        """Macros, damage and entities, each by its name."""
        content = office.packed({**office.word_members(), **change})
        message = refused(tmp_path, "digue.docx", content)
        assert message.startswith("digue.docx: ")
        assert said in message

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            (lambda: {"word/document.xml": b"\0" * 2**23}, "unpacks to far more than its size"),
            (lambda: {f"x{number}": b"" for number in range(10_001)}, "of more than 10000 parts"),
        ],
        ids=["large", "many"],
    )
    def test_a_bomb_is_said_in_a_line(
        self, change: Callable[[], dict[str, bytes]], said: str, tmp_path: Path
    ) -> None:
        """It is made when it is needed, for it takes 9 MiB."""
        content = office.packed({**office.word_members(), **change()})
        message = refused(tmp_path, "digue.docx", content)
        assert message.startswith("digue.docx: ")
        assert said in message

    def test_a_document_without_words_is_said_to_have_none(self, tmp_path: Path) -> None:
        """An empty extraction is no success."""
        assert refused(tmp_path, "a.docx", office.word("<w:p/>")) == "a.docx: holds no text"

    def test_an_encrypted_document_is_refused_as_such(self, tmp_path: Path) -> None:
        """It is a compound file then, as old office files are."""
        content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000
        said = "a.docx: is a Word document that is encrypted; save it without its password first"
        assert refused(tmp_path, "a.docx", content) == said

    def test_a_text_under_its_name_is_refused(self, tmp_path: Path) -> None:
        """The name says that it is a Word document, and the content that it is none."""
        assert "is damaged, or no Word document" in refused(tmp_path, "a.docx", b"Bonjour.")


class TestOpenDocument:
    """OpenDocument texts."""

    def test_all_that_is_text_is_read_and_nothing_else(self, tmp_path: Path) -> None:
        """Deleted parts, remarks, indexes, headers and descriptions of pictures are none."""
        document = read(tmp_path, "digue.odt", office.opendocument())
        assert words(document) == [
            ("title", "La digue cède"),
            ("paragraph", "La digue de Port-Sauvin a cédé jeudi matin."),
            ("heading", "Évacuation"),
            ("paragraph", "Le maire\ta parlé."),
            ("caption", "La digue, jeudi."),
            ("quotation", "Du jamais vu."),
            ("list_item", "- Un gymnase."),
            ("list_item", "3) Premier"),
            ("list_item", "a. Dessous"),
            ("list_item", "4) Deuxième"),
            ("cell", "Quartier"),
            ("cell", "Maisons"),
            ("cell", "Bas"),
            ("cell", "300 inondées"),
            ("paragraph", "Fin."),
            ("footnote", "[1] Construite en 1954."),
        ]
        about = document.metadata
        assert (about.authors, about.language) == (("Jeanne Martin",), "fr-FR")
        assert about.published == Published(time="2025-10-09T07:47:00+00:00", said_by="document")

    @pytest.mark.parametrize(
        ("members", "said"),
        [
            (office.opendocument_members(of_manifest="<manifest:encryption-data/>"), "that is encrypted"),
            (
                {**office.opendocument_members(), "Basic/Standard/M.xml": "x"},
                "with macros",
            ),
            ({"mimetype": office.opendocument_members()["mimetype"]}, "its part content.xml is missing"),
        ],
    )
    def test_what_is_not_read_is_said_in_a_line(
        self, members: dict[str, str | bytes], said: str, tmp_path: Path
    ) -> None:
        """Encryption, macros, damage."""
        content = office.packed(members, stored="mimetype")
        assert said in refused(tmp_path, "digue.odt", content)


class TestRichText:
    """Rich Text Format."""

    def test_all_that_is_text_is_read_and_nothing_else(self, tmp_path: Path) -> None:
        """In the encoding of its font; without deleted and hidden parts, pictures and page numbers."""
        document = read(tmp_path, "digue.rtf", office.RICH_TEXT)
        assert words(document) == [
            ("title", "La digue cède"),
            (
                "paragraph",
                "La digue de Port\u2011Sauvin a cédé jeudi matin. Le prix : 3 €. “Oui”, Да. 😀",
            ),
            ("heading", "Évacuation"),
            ("paragraph", "Le maire a parlé."),
            ("caption", "La digue, jeudi."),
            ("quotation", "Du jamais vu."),
            ("list_item", "- Un gymnase."),
            ("list_item", "3) Premier"),
            ("cell", "Quartier"),
            ("cell", "Maisons"),
            ("cell", "Bas"),
            ("cell", "300 inondées"),
            ("heading", "Les secours"),
            ("paragraph", "Voir page 4."),
            ("paragraph", "Fin."),
            ("footnote", "[1] Construite en 1954."),
        ]
        about = document.metadata
        assert (about.authors, about.language) == (("Jeanne Martin",), "fr-FR")
        assert about.published == Published(time="2025-10-09T07:47:00+00:00", said_by="document")

    def test_groups_without_end_are_refused(self, tmp_path: Path) -> None:
        """However deep they go, memory does not grow with them."""
        said = refused(tmp_path, "a.rtf", b"{\\rtf1 " + b"{" * 100_000)
        assert said == "a.rtf: is nested too deeply"


def test_words_beside_a_page_break_are_not_one(tmp_path: Path) -> None:
    """Nor beside a break of columns, whatever writes it."""
    broken = [
        f"<w:p><w:r><w:t>Fin.</w:t><w:br w:type='{kind}'/><w:t>Après</w:t></w:r></w:p>"
        for kind in ("page", "column")
    ]
    document = read(tmp_path, "a.docx", office.word("".join(broken)))
    assert words(document) == [("paragraph", "Fin.\nAprès")] * 2
    document = read(tmp_path, "a.rtf", b"{\\rtf1 Fin.\\page Suite.\\column Reste.\\par}")
    assert [text for _, text in words(document)] == ["Fin.", "Suite.", "Reste."]


class TestPdf:
    """PDF files."""

    def test_the_text_of_columns_and_pages_is_whole_again(self, tmp_path: Path) -> None:
        """Lines are joined over columns and pages; running heads, page numbers and hyphens are taken out."""
        document = read(tmp_path, "digue.pdf", office.paper())
        assert words(document) == [
            ("title", "La digue cède"),
            (
                "paragraph",
                "La digue de Port-Sauvin a cédé dans la nuit, inondant plus de 300 maisons du quartier bas,"
                " dit-il, et la mairie de Port-Sauvin a ouvert un gymnase.",
            ),
            (
                "paragraph",
                "Les pompiers ont évacué 1 200 personnes du quartier bas, puis sont repartis.",
            ),
            ("heading", "Évacuation"),
            ("list_item", "- Un gymnase est ouvert."),
            ("list_item", "- Les écoles sont fermées jusqu'à la fin de la semaine."),
            ("cell", "Quartier"),
            ("cell", "Maisons"),
            ("cell", "Bas"),
            ("cell", "300"),
            ("paragraph", "Le maire a promis une digue plus haute."),
            ("paragraph", "Fin."),
            ("footnote", "[1] Construite en 1954."),
        ]
        about = document.metadata
        assert (about.authors, about.language) == (("Jeanne Martin",), "fr-FR")
        assert about.published == Published(time="2025-10-09T07:47:00+02:00", said_by="document")
        assert document.reader.startswith("pypdfium2 ")

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (office.pdf([[]], picture=True), "is a scanned PDF file: its pages are pictures without text"),
            (office.pdf([[]]), "holds no text"),
            (b"%PDF-1.7\n", "is damaged, or no PDF file"),
            (office.pdf([[]] * 2_001), "has more than 2000 pages; split it first"),
            (office.pdf([[(50, 700, 10, "Bonjour.")]], trailer=office.LOCKED), "is an encrypted PDF file"),
        ],
    )
    def test_what_is_not_read_is_said_in_a_line(self, content: bytes, said: str, tmp_path: Path) -> None:
        """Pictures of text, emptiness, damage, encryption."""
        assert f"a.pdf: {said}" in refused(tmp_path, "a.pdf", content)

    def test_small_digits_are_text_unless_a_note_answers_them(self, tmp_path: Path) -> None:
        """Powers, formulas and ordinals keep their digits; a raised number with a note below is none."""
        lines = [
            (50, 700, 10, "Un terrain de 200 m"),
            (139, 704, 6, "2"),
            (146, 700, 10, "et de l'eau, H"),
            (205, 697, 6, "2"),
            (208.5, 700, 10, "O, dit le maire"),
            (271, 704, 6, "2"),
            (277, 700, 10, "du port"),
            (308.3, 704, 6, "7"),
            (50, 72, 7, "2 Du port, depuis 1954."),
        ]
        document = read(tmp_path, "a.pdf", office.pdf([lines]))
        assert words(document) == [
            ("paragraph", "Un terrain de 200 m2 et de l'eau, H2O, dit le maire du port7"),
            ("footnote", "[2] Du port, depuis 1954."),
        ]

    def test_lines_that_fill_their_column_are_no_rows_of_a_table(self, tmp_path: Path) -> None:
        """Their gaps may be as wide as those between cells, but do not lie below each other."""
        rows = (((50, "La"), (80, "digue"), (130, "cède")), ((50, "dans"), (92, "la"), (126, "nuit")))
        spread = [(x, 700 - 12 * at, 10, word) for at, row in enumerate(rows) for x, word in row]
        document = read(tmp_path, "a.pdf", office.pdf([[*spread, (50, 676, 10, "de jeudi.")]]))
        assert words(document) == [("paragraph", "La digue cède dans la nuit de jeudi.")]

    def test_an_address_keeps_its_hyphens_at_the_ends_of_lines(self, tmp_path: Path) -> None:
        """A word loses them."""
        lines = [
            (50, 700, 10, "Écrivez à aide@port-"),
            (50, 688, 10, "sauvin.example, sans hési-"),
            (50, 676, 10, "ter."),
        ]
        document = read(tmp_path, "a.pdf", office.pdf([lines]))
        assert words(document) == [("paragraph", "Écrivez à aide@port-sauvin.example, sans hésiter.")]

    def test_a_missing_library_is_said_with_the_command(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The extra that brings it."""
        monkeypatch.setattr("pipeline.read.formats.libraries.find_spec", lambda _: None)
        said = refused(tmp_path, "a.pdf", office.paper())
        assert said.startswith("a.pdf: is a PDF file, which needs the extra office: ")
        assert "pypdfium2" in said


class TestBook:
    """EPUB books."""

    def test_its_documents_are_read_in_their_order(self, tmp_path: Path) -> None:
        """Without contents, numbers of pages and scripts; nothing outside the book is opened."""
        document = read(tmp_path, "digue.epub", office.book())
        assert words(document) == [
            ("title", "La digue cède"),
            ("heading", "Évacuation"),
            ("paragraph", "La digue de Port\u2011Sauvin a cédé jeudi matin. Les pompiers sont venus."),
            ("quotation", "Du jamais vu."),
            ("list_item", "- Un gymnase."),
            ("cell", "Quartier"),
            ("cell", "Maisons"),
            ("cell", "Bas"),
            ("cell", "300"),
            ("caption", "La digue, jeudi."),
            ("footnote", "Construite en 1954."),
            ("paragraph", "Fin."),
        ]
        about = document.metadata
        assert (about.outlet, about.authors) == ("Le Littoral", ("Jeanne Martin", "Luz Prado"))
        assert (about.published, about.language) == (Published(time="2025-10-09", said_by="document"), "fr")

    def test_what_is_encrypted_is_refused_unless_only_fonts_are(self, tmp_path: Path) -> None:
        """Many books hide their fonts, which are no text."""
        fonts = office.packed(office.book_members(encryption="http://www.idpf.org/2008/embedding"))
        assert read(tmp_path, "a.epub", fonts).title == "La digue cède"
        locked = office.packed(office.book_members(encryption="http://www.w3.org/2001/04/xmlenc#aes128-cbc"))
        assert "is an EPUB book that is encrypted" in refused(tmp_path, "b.epub", locked)


@pytest.mark.parametrize(
    ("name", "members"),
    [
        ("a.docx", office.word_members()),
        ("a.odt", office.opendocument_members()),
        ("a.epub", office.book_members()),
    ],
)
def test_damaged_parts_are_read_or_refused(
    name: str, members: dict[str, str | bytes], tmp_path: Path
) -> None:
    """A zip file whose sums are right may hold anything; no parser meets what it did not expect."""
    for seed in range(120):
        chance = random.Random(seed)
        part = chance.choice(sorted(members))
        content = office.packed({**members, part: office.mangled(members[part], chance)}, stored="mimetype")
        try:
            read(tmp_path, name, content)
        except SourceError as error:
            assert "unexpected" not in error.message  # noqa: PT017 - most are read


def test_a_document_that_ends_its_process_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In one line, and it costs no other document."""

    class Ended:
        def ask(self, function: str, content: bytes) -> ConfinedAnswer:
            raise ProgramError("ended the process that read it (SIGSEGV)")

    with monkeypatch.context() as patch:
        patch.setattr(readers, "_PROCESS", Ended())
        said = refused(tmp_path, "a.odt", office.opendocument())
    assert said == "a.odt: ended the process that read it (SIGSEGV)"
    assert read(tmp_path, "a.odt", office.opendocument()).title == "La digue cède"


def test_an_answer_that_is_none_is_refused() -> None:
    """The process that reads may have been taken over: what it says is looked at like a stranger's bytes."""
    for said in (b"", b"[]", b"\xff", b"[[[]],[]]", b'[[["x","a","",false]],[[],"","",""]]', b"[" * 9999):
        with pytest.raises(ValueError, match=r".*"):
            unpacked_found(said)
    for said in (b'[[["cell","a","\\n",false]],[[],"","",""]]', b'[[["cell",1,"",false]],[[],"","",""]]'):
        with pytest.raises(ValueError, match=r".*"):
            unpacked_found(said)


def test_lines_from_the_right_are_read_by_the_places_of_their_signs() -> None:
    """Numbers and foreign words in them are turned, and brackets that have the shape of their place."""
    signs = [
        PlacedSign(sign=sign, left=at * 5.0, right=at * 5.0 + 5)
        for at, sign in enumerate("ABC )18( םולש")
        if sign != " "
    ]
    (part,) = parted_from_right(signs, size=10, wide=2)
    assert read_from_right(part) == "שלום (18) ABC"
    first, second = parted_from_right([*signs, PlacedSign(sign="ר", left=200, right=205)], size=10, wide=2)
    assert (read_from_right(first), read_from_right(second)) == ("ר", "שלום (18) ABC")


_ODT_CELL = "<table:table-cell>{}</table:table-cell>"


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        ([["Port", "", "3"], ["Vale", "2", "4"]], ["Port | | 3", "Vale | 2 | 4"]),
        ([["", "2025", "2026"], ["Vale", "2", "4"]], ["| 2025 | 2026", "Vale | 2 | 4"]),
        ([["Port", "", "", "3", ""], ["Vale", "1", "2", "3", "4"]], ["Port | | | 3", "Vale | 1 | 2 | 3 | 4"]),
        ([["", "Port"], ["", "Vale"]], ["Port", "Vale"]),
    ],
)
def test_cells_without_words_keep_their_columns(
    tmp_path: Path, rows: list[list[str]], wanted: list[str]
) -> None:
    """In texts of all formats; a row with one cell of words has none, for it lays out a page."""
    html = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    page = f"<html><body><article><p>Calm.</p><table>{html}</table></article></body></html>"
    odt = "".join(
        "<table:table-row>"
        + "".join(_ODT_CELL.format(f"<text:p>{cell}</text:p>" if cell else "") for cell in row)
        + "</table:table-row>"
        for row in rows
    )
    rtf = "".join("\\trowd " + "".join(f"\\intbl {cell}\\cell " for cell in row) + "\\row " for row in rows)
    word = "".join(
        "<w:tr>"
        + "".join(f"<w:tc><w:p><w:r><w:t>{cell}</w:t></w:r></w:p></w:tc>" for cell in row)
        + "</w:tr>"
        for row in rows
    )
    for name, content in {
        "a.html": page.encode(),
        "a.odt": office.opendocument(f"<table:table>{odt}</table:table>"),
        "a.docx": office.word(f"<w:tbl>{word}</w:tbl>"),
        "a.rtf": b"{\\rtf1 Calm.\\par " + rtf.encode() + b"\\pard Calm.\\par}",
    }.items():
        lines = [line for line in read(tmp_path, name, content).text.split("\n") if line not in ("", "Calm.")]
        assert lines == wanted, name


def test_repeated_cells_without_words_are_so_many_columns(tmp_path: Path) -> None:
    """As OpenDocument writes neighbours that are alike."""
    cells = [_ODT_CELL.format(f"<text:p>{words}</text:p>") for words in ("Port", "3")]
    empty = '<table:table-cell table:number-columns-repeated="2"/>'
    body = f"<table:table><table:table-row>{empty.join(cells)}</table:table-row></table:table>"
    assert read(tmp_path, "a.odt", office.opendocument(body)).text == "Port | | | 3\n"


LINES = [
    *("La mairie", "5, rue du Port", "12345 Sablon", "est ouverte le lundi."),
    *("Les Sablons, une", "ville au bord", "de la mer."),
]
AS_READ = """\
La mairie
5, rue du Port
12345 Sablon est ouverte le lundi.
Les Sablons, une ville au bord de la mer."""


@pytest.mark.parametrize("with_marks", [False, True])
def test_line_ends_in_a_paragraph_part_lines_unless_a_sentence_goes_on(*, with_marks: bool) -> None:
    """In Word, OpenDocument and Rich Text alike; white space in their XML parts nothing."""
    runs = [f"<w:r><w:t xml:space='preserve'>{line.replace(' ', chr(10), 1)}</w:t></w:r>" for line in LINES]
    sources = {
        "docx": office.word(f"<w:p>{'<w:r><w:br/></w:r>'.join(runs)}</w:p>"),
        "odt": office.opendocument(
            f"<text:p>{'<text:line-break/>'.join(line.replace(' ', chr(10), 1) for line in LINES)}</text:p>"
        ),
        "rtf": rb"{\rtf1 " + rb"\line ".join(line.encode() for line in LINES) + rb"\par}",
    }
    for name, content in sources.items():
        parsed = open_reader(named(name), where="x").read(
            Received(content=content, where="x", detector=DETECTOR, with_marks=with_marks)
        )
        assert parsed.text.rstrip("\n") == AS_READ
        document = replace(of_text(parsed.text, parsed.blocks), marks=parsed.marks)
        assert [each.text for each in RuleSplitter().split(document, ["fr"] * len(parsed.blocks))] == [
            *("La mairie", "5, rue du Port", "12345 Sablon est ouverte le lundi."),
            "Les Sablons, une ville au bord de la mer.",
        ]


def _row_by_row(columns: list[list[str]]) -> list[tuple[float, float, float, str]]:
    """Return columns as a file has them that was written a row of all columns after another."""
    rows = max(map(len, columns))
    return [
        (50 + 170 * at, 700 - 12 * row, 10, column[row])
        for row in range(rows)
        for at, column in enumerate(columns)
        if row < len(column)
    ]


def test_columns_that_a_file_has_row_by_row_are_read_one_after_another(tmp_path: Path) -> None:
    """However many, and however long each is; hyphens at their ends part words there too."""
    one = [
        "The bridge over the river is",
        "closed since Monday, as a ship",
        "hit a pillar at night, and no-",
        "body was hurt.",
    ]
    two = [
        "The mayor said that the re-",
        "pair takes three months, until",
        "summer, and the buses drive",
        "through the tunnel till then.",
        "It",
        "rains.",
    ]
    document = read(tmp_path, "a.pdf", office.pdf([_row_by_row([one, two, one])]))
    text = " ".join(document.text.split())
    first = (
        "The bridge over the river is closed since Monday, as a ship hit a pillar at night, and nobody was"
        " hurt."
    )
    second = (
        "The mayor said that the repair takes three months, until summer, and the buses drive through the"
        " tunnel till then. It rains."
    )
    assert text == f"{first} {second} {first}"


def test_cells_are_no_columns_of_text(tmp_path: Path) -> None:
    """They begin anew in each row."""
    table = [
        ["Quarter of the city", "Lower harbour side", "Upper harbour side"],
        ["Houses under water", "About three hundred", "About five hundred"],
    ]
    document = read(tmp_path, "a.pdf", office.pdf([_row_by_row(table)]))
    assert document.text.splitlines()[1] == "Lower harbour side | About three hundred"


def test_a_hyphen_that_a_word_has_elsewhere_stays(tmp_path: Path) -> None:
    """A text that writes well-known in a line means it at the end of one too."""
    lines = [
        "The well-known lighthouse is the well-",
        "known sign of the town and its govern-",
        "ment, which was Well-",
        "known before.",
    ]
    page = [(50.0, 700.0 - 12 * row, 10.0, line) for row, line in enumerate(lines)]
    assert read(tmp_path, "a.pdf", office.pdf([page])).text == (
        "The well-known lighthouse is the well-known sign of the town and its government, which was"
        " Well-known before.\n"
    )
