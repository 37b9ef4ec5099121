"""Archives as inputs: their files are read as those of a folder are, and what is wrong costs a line."""

from __future__ import annotations

import bz2
import gzip
import io
import struct
import sys
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.core.errors import SourceError
from pipeline.core.ports import NO_FIELDS, FieldMap
from pipeline.detect.detector import LangdetectDetector
from pipeline.read import deduplicate, expand
from pipeline.read.document import read_document
from pipeline.read.find import find_inputs
from pipeline.read.formats.archives import streams
from pipeline.read.reference import Reference
from pipeline.run.digest import known_moment
from tests.support import data_sources, office_sources, sources
from tests.support.archives import (
    FILES,
    PACKED_WEB_ARCHIVE,
    WACZ,
    WEB_ARCHIVE,
    record,
    response,
    tarred,
    zipped,
)

DETECTOR = LangdetectDetector()
TEXT = b"Le pont\n\nLe vieux pont de la ville rouvre lundi matin.\n"
_CONTENTS = (
    *(TEXT, b"# Titre\n\nUn port.\n", b"\0"),
    *(sources.page(), sources.MESSAGE, office_sources.word()),
)
_LINKS = (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE)
HTTP = "application/http"
PAGES = ["https://littoral.example/digue", "https://littoral.example/port"]


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def told(name: str, content: bytes, *, strict: bool = False) -> list[str]:
    """Return what is found in an archive: origins, messages of errors, and lines for the user."""
    Path(name).write_bytes(content)
    notes: list[str] = []
    found = list(find_inputs([name], note_empty=notes.append, strict=strict))
    return [*(item.origin if isinstance(item, Reference) else item.message for item in found), *notes]


def only(name: str, content: bytes) -> Reference:
    """Return the only input in an archive."""
    Path(name).write_bytes(content)
    (found,) = find_inputs([name])
    assert isinstance(found, Reference)
    return found


class TestFiles:
    """What becomes of the files in an archive."""

    def test_they_are_told_by_content_then_name_and_counted_as_in_a_folder(self) -> None:
        """Office files and books are documents, not archives; hidden files are not even counted."""
        members = {
            "b/report.docx": office_sources.word(),
            "b/book": office_sources.book(),
            "a/page.php": sources.page(),
            "a/notes.txt": TEXT,
            "README": TEXT,
            "a/style.css": b"body {}",
            "a/data.json": b'{"rows": []}',
            "a/picture.PNG": b"\x89PNG",
            ".git/a.txt": TEXT,
            "a/._notes.txt": TEXT,
            "__MACOSX/a/notes.txt": TEXT,
        }
        read = ["n.zip#b/report.docx", "n.zip#b/book", "n.zip#a/page.php", "n.zip#a/notes.txt"]
        passed = "n.zip: 4 passed over: .css 1, .json 1, .png 1, without an ending 1"
        assert told("n.zip", zipped(members)) == [*read, passed]
        strict = f"{passed}; --strict-inputs makes that a failure"
        assert told("n.zip", zipped(members), strict=True) == [*read, strict]

    def test_tables_and_json_are_read_if_they_have_a_text_or_the_user_names_it(self) -> None:
        """As in a folder, where settings and glossaries lie too."""
        members = {"n/news.csv": data_sources.TABLE, "n/terms.csv": b"source,target\nport,puerto\n"}
        Path("a.zip").write_bytes(zipped(members))
        for name, content in members.items():
            Path("n").mkdir(exist_ok=True)
            Path(name).write_bytes(content)
        for fields in (NO_FIELDS, FieldMap(paths=(("text", "source"),))):
            found = [
                [str(item.origin).removeprefix("a.zip#") for item in find_inputs([name], fields=fields)]
                for name in ("a.zip", "n")
            ]
            assert found[0] == found[1]
            assert any("terms.csv" in origin for origin in found[0]) is bool(fields.paths)

    @settings(max_examples=15, deadline=None)
    @given(
        members=st.dictionaries(
            st.from_regex(r"[ab]{1,3}(/[a-c]{1,2}){0,2}\.(txt|md|html|eml|css|docx|xml)", fullmatch=True),
            st.sampled_from(
                (
                    TEXT,
                    b"# Titre\n\nUn port.\n",
                    sources.page(),
                    sources.MESSAGE,
                    office_sources.word(),
                    b"\0",
                )
            ),
            max_size=6,
        ),
        ending=st.sampled_from(("zip", "tar", "tgz")),
    )
    def test_an_archive_of_files_gives_what_the_folder_of_them_gives(
        self, members: Mapping[str, bytes], ending: str
    ) -> None:
        """The same ids, texts, copies and errors, whatever is in it."""
        folder = Path(tempfile.mkdtemp(dir=Path()))
        for name, content in members.items():
            path = folder / "files" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        archive = folder / f"files.{ending}"
        packed = {"zip": zipped, "tar": tarred, "tgz": lambda found: gzip.compress(tarred(found))}
        archive.write_bytes(packed[ending](members))
        if members:
            assert documents(archive) == documents(folder / "files")

    def test_archives_and_feeds_in_archives_are_opened_three_deep(self) -> None:
        """Their documents are named by all of them."""
        feed = {"f.xml": sources.RSS}
        inner = zipped({**feed, "a.txt": TEXT, "c.zip": zipped(feed)})
        assert told("a.zip", zipped({"b.zip": inner, "m.mbox": sources.MAILBOX})) == [
            "a.zip#b.zip#f.xml#https://littoral.example/?p=1",
            "a.zip#b.zip#f.xml#abc%202",
            "a.zip#b.zip#a.txt",
            "a.zip#b.zip#c.zip#f.xml: lies in more than 3 others; unpack them first",
            *(item.origin for item in find_inputs(["a.zip"]) if "m.mbox" in str(item.origin)),
        ]

    @pytest.mark.parametrize(("ending", "pack"), [("gz", gzip.compress), ("bz2", bz2.compress)])
    def test_a_packed_file_is_named_without_the_ending(self, ending: str, pack: type[bytes]) -> None:
        """Which says what it is, where its content does not."""
        found = only(f"digue.md.{ending}", pack(TEXT))
        assert (found.origin, found.ending) == (f"digue.md.{ending}#digue.md", "md")
        assert read_document(found, DETECTOR).format == "md"

    def test_an_archive_without_anything_that_is_read_is_an_error_where_it_is_named(self) -> None:
        """In a folder it is none, as other files are none."""
        line = "a.zip: 1 passed over: .css 1"
        assert told("a.zip", zipped({"a.css": b"a {}"})) == [line]
        assert isinstance(next(find_inputs(["a.zip"])), SourceError)
        Path("folder").mkdir()
        Path("a.zip").rename("folder/a.zip")
        for number in range(3):
            Path(f"folder/{number}.log.gz").write_bytes(gzip.compress(b"x"))
        Path("folder/a.txt").write_bytes(TEXT)
        notes: list[str] = []
        assert [str(item.origin) for item in find_inputs(["folder"], note_empty=notes.append)] == [
            "folder/a.txt"
        ]
        assert notes == ["folder: 4 passed over: .gz 3, .zip 1, which hold nothing that is read"]
        assert told("b.zip", zipped({})) == ["b.zip: is a zip archive without anything in it"]


def documents(path: Path) -> list[tuple[str, ...]]:
    """Return what is read of an archive or a folder."""
    found: list[tuple[str, ...]] = []
    for item in find_inputs([str(path)], note_empty=lambda _: None):
        name = str(item.origin).removeprefix(str(path)).lstrip("/#")
        try:
            if isinstance(item, SourceError):
                continue  # of an archive that holds nothing
            document = read_document(item, DETECTOR)
        except SourceError as error:
            found.append((name, error.message.removeprefix(str(item.origin))))
        else:
            found.append((name, document.id, document.extension, document.text, document.sha256))
    return sorted(found)


def test_an_archive_comes_through_a_pipe_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is opened when it is read, and what is passed over is told then."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(gzip.compress(tarred(FILES)))))
    notes: list[str] = []
    found = list(deduplicate.unique_inputs([Reference(origin="-", path=None)], DETECTOR, notes.append))
    assert [item.origin for item in found] == ["-#news/digue.html", "-#news/port.txt"]
    assert notes == ["standard input: 1 passed over: .css 1"]


def test_digests_date_files_in_archives_by_what_they_say() -> None:
    """The date of the archive's file is not theirs, and the document's own date is that of a feed's item."""
    members = {"./a.md": b"---\ndate: 2025-10-09\n---\n\nUn port.\n", "b.txt": TEXT, "f.xml": sources.RSS}
    Path("a.tar").write_bytes(tarred(members))
    found = [item for item in find_inputs(["a.tar"]) if isinstance(item, Reference)]
    assert found[0].origin == "a.tar#a.md"
    moments = [known_moment(item) for item in found]
    assert [moment and moment.time[:10] for moment in moments] == ["2025-10-09", None, "2025-10-09", None]


class TestTricks:
    """Names, links and bombs."""

    @pytest.mark.parametrize(
        ("name", "shown"),
        [
            ("../../etc/news.txt", "../../etc/news.txt"),
            ("/etc/news.txt", "/etc/news.txt"),
            ("C:\\temp\\news.txt", "C:/temp/news.txt"),
            ("a\x1b[2J\n.txt", "a\\x1b[2J\\n.txt"),
            ("a\u202etxt.txt", "a\\u202etxt.txt"),
            ("a#b.txt", "a%23b.txt"),
            ("Météo/été.txt", "Météo/été.txt"),
        ],
    )
    def test_names_are_shown_and_lead_nowhere(self, name: str, shown: str, tmp_path: Path) -> None:
        """Nothing is written, whatever an archive calls its files."""
        found = only("a.zip", zipped({name: TEXT}))
        assert found.origin == f"a.zip#{shown}"
        assert read_document(found, DETECTOR).text == TEXT.decode()
        assert [path.name for path in tmp_path.rglob("*")] == ["a.zip"]

    def test_names_in_old_encodings_and_twice_the_same_are_told_apart(self) -> None:
        """UTF-8 that is not declared, Latin-1 in tar; the second of a name has its number."""
        undeclared = zipped({"aa.txt": TEXT}).replace(b"aa.txt", "é.txt".encode())
        assert only("a.zip", undeclared).origin == "a.zip#é.txt"
        old = tarred({"aa.txt": TEXT}, tarfile.USTAR_FORMAT).replace(b"aa.txt", b"a\xe9.txt")
        fixed = bytearray(old)
        total = sum(fixed[:148]) + sum(fixed[156:512]) + 8 * ord(" ")
        fixed[148:156] = f"{total:06o}\0 ".encode()
        assert only("a.tar", bytes(fixed)).origin == "a.tar#aé.txt"
        twice = tarred({"a.txt": TEXT})[:1024] + tarred({"a.txt": b"x"})
        assert told("b.tar", twice) == ["b.tar#a.txt", "b.tar#a.txt~2"]

    def test_links_and_devices_are_not_followed(self) -> None:
        """Neither in tar nor in zip."""
        made = io.BytesIO()
        with tarfile.open(fileobj=made, mode="w") as archive:
            for kind in (
                tarfile.SYMTYPE,
                tarfile.LNKTYPE,
                tarfile.CHRTYPE,
                tarfile.FIFOTYPE,
                tarfile.DIRTYPE,
            ):
                info = tarfile.TarInfo(f"{kind.decode()}.txt")
                info.type, info.linkname = kind, "/etc/passwd"
                archive.addfile(info)
        assert told("a.tar", made.getvalue()) == ["a.tar: is a tar archive without anything in it"]
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as packed:
            link = zipfile.ZipInfo("a.txt")
            link.external_attr = 0o120777 << 16
            packed.writestr(link, "/etc/passwd")
        assert told("a.zip", made.getvalue()) == ["a.zip: is a zip archive without anything in it"]

    def test_bombs_are_not_unpacked(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """One file of zeros, one that claims little, files that overlap, streams without end."""
        zeros = bytes(2**25 + 2**20)
        line = "a.zip#a.txt: unpacks to more than 200 times its size, as a zip bomb does, and is not read"
        assert told("a.zip", zipped({"a.txt": zeros})) == [line]
        assert told("a.zip", zipped({"a.txt": b" " * 1000}).replace(b"\xe8\x03\0\0", b"\x01\0\0\0")) == [
            "a.zip#a.txt: is damaged: Bad CRC-32 for file 'a.txt'"
        ]
        assert told("a.zip", overlapping()) == [
            "a.zip: has files that overlap, as a zip bomb does, and is not read"
        ]
        too_large = "is larger than 32 MiB; split it first"
        assert told("a.txt.gz", gzip.compress(zeros)) == [f"a.txt.gz#a.txt: {too_large}"]
        nested = zipped({"b.zip": zipped({"c.txt.gz": gzip.compress(zeros)})})
        assert told("a.zip", nested) == [f"a.zip#b.zip#c.txt.gz#c.txt: {too_large}"]

    def test_a_stream_has_an_end(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """What it unpacks to is counted as it comes, and passed over files count too."""
        monkeypatch.setattr(streams, "MAX_UNPACKED_STREAM", 2**20)
        packed = gzip.compress(bytes(2**21))
        stream = streams.unpacked_stream(io.BytesIO(packed))
        with pytest.raises(SourceError, match=r"^unpacks to more than 1 MiB; unpack and split it first$"):
            stream.seek(2**21)

    def test_limits_are_of_all_archives_in_one_another(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """So that nobody comes around them by nesting."""
        monkeypatch.setattr(expand, "MAX_FILES", 5)
        inner = zipped({f"{number}.txt": TEXT for number in range(3)})
        assert told("a.zip", zipped({"b.zip": inner, "c.zip": inner})) == [
            *(f"a.zip#b.zip#{number}.txt" for number in range(3)),
            "a.zip#c.zip: is left out, for what it lies in holds enough; split that first",
        ]


def overlapping() -> bytes:
    """Return a zip archive whose list names one file twice."""
    own = zipped({"a.txt": TEXT})
    at = own.index(b"PK\x01\x02")
    entry = own[at : own.index(b"PK\x05\x06")]
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 2, 2, 2 * len(entry), at, 0)
    return own[:at] + entry * 2 + end


class TestDamage:
    """What cannot be unpacked."""

    def test_a_file_that_is_encrypted_or_packed_otherwise_is_named(self) -> None:
        """The others are read; an archive that is encrypted as a whole is refused as such."""
        own = zipped({"a.txt": TEXT, "b.txt": TEXT})
        encrypted = bytearray(own)
        encrypted[own.index(b"PK\x01\x02") + 8] |= 1
        assert told("a.zip", bytes(encrypted)) == [
            "a.zip#a.txt: is encrypted; unpack it first",
            "a.zip#b.txt",
        ]
        encrypted[own.rindex(b"PK\x01\x02") + 8] |= 1
        assert told("a.zip", bytes(encrypted)) == [
            "a.zip: is a zip archive that is encrypted; unpack it first"
        ]
        other = bytearray(own)
        other[own.index(b"PK\x01\x02") + 10] = 98
        line = "a.zip#a.txt: is packed by a method that is not read (98); unpack it first"
        assert told("a.zip", bytes(other)) == [line, "a.zip#b.txt"]
        assert told("a.zip", zipped({"a.txt": TEXT}, zipfile.ZIP_LZMA)) == [line.replace("98", "14")]

    def test_one_part_of_several_is_named(self) -> None:
        """By its list in zip, by its first file in tar, and by its beginning."""
        own = zipped({"a.txt": TEXT})
        last = bytearray(own)
        last[own.index(b"PK\x01\x02") + 34] = 1
        line = "a.zip: is one part of a zip archive in several; join the parts first"
        assert told("a.zip", bytes(last)) == [line]
        last = bytearray(own)
        last[own.index(b"PK\x05\x06") + 4] = 1
        assert told("a.zip", bytes(last)) == [line]
        first = told("a.zip", b"PK\x07\x08" + own)
        assert len(first) == 1  # the run says what it is

    def test_a_zip_archive_that_is_cut_short_is_refused(self) -> None:
        """Its list is at its end, and is not guessed at."""
        (line,) = told("a.zip", zipped(FILES)[:-30])
        assert line.startswith("a.zip: is damaged or cut short, or no zip archive: ")
        assert told("b.zip", TEXT) == ["b.zip: is damaged, or no archive"]

    def test_a_web_archive_that_is_damaged_in_its_package_costs_a_line(self) -> None:
        """As zip checks its sum at its end; a file without a name is none."""
        own = bytearray(WACZ)
        own[own.index(PACKED_WEB_ARCHIVE) + len(PACKED_WEB_ARCHIVE) - 30] ^= 255
        problem = "is damaged or cut short: Bad CRC-32 for file 'archive/data.warc.gz'"
        assert told("a.wacz", bytes(own)) == [f"a.wacz#archive/data.warc.gz: {problem}"]
        assert told("a.zip", zipped({"": TEXT})) == ["a.zip: is a zip archive without anything in it"]

    def test_what_is_whole_before_damage_in_a_stream_is_read(self) -> None:
        """And a line says that there was more."""
        own = tarred({"a.txt": TEXT, "b.txt": TEXT * 100})
        rest = "what is whole before that is read"
        assert told("a.tar", own[:2100]) == [
            "a.tar#a.txt",
            f"a.tar: is damaged or cut short: unexpected end of data; {rest}",
        ]
        assert told("a.tar", own[:1024] + b"?" * 512 + own[1536:]) == [
            "a.tar#a.txt",
            f"a.tar: is damaged or cut short: what follows is no header of a file; {rest}",
        ]
        packed = zlib.compressobj(9, zlib.DEFLATED, 31)
        cut = packed.compress(own[:1500]) + packed.flush(zlib.Z_SYNC_FLUSH)
        ended = "Compressed file ended before the end-of-stream marker was reached"
        assert told("a.tgz", cut) == ["a.tgz#a.txt", f"a.tgz: is damaged or cut short: {ended}; {rest}"]
        assert told("a.warc", WEB_ARCHIVE[:-40]) == [
            f"a.warc#{PAGES[0]}",
            f"a.warc: is damaged or cut short: it ends inside of a record; {rest}",
            "a.warc: 1 passed over: .css 1",
        ]

    @pytest.mark.parametrize(
        "said", [b"Content-Length: 5\r\n", b"", b"Content-Length: -5\r\n", b"no colon\r\n"]
    )
    def test_a_damaged_record_costs_itself(self, said: bytes) -> None:
        """Those behind it are read, and its loss is told."""
        page = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>The port is open.</p>"
        head = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/%d\r\n"
        head += b"Content-Type: application/http\r\n"
        whole = [head % at + b"Content-Length: %d\r\n\r\n" % len(page) + page + b"\r\n\r\n" for at in (1, 3)]
        damaged = head % 2 + said + b"\r\n" + page + b"\r\n\r\n"
        found = told("a.warc", whole[0] + damaged + whole[1])
        assert [line for line in found if "example/2" not in line and "passed over" not in line] == [
            "a.warc#https://a.example/1",
            next(line for line in found if line.startswith("a.warc#record ") and "is damaged: " in line),
            "a.warc#https://a.example/3",
        ]


class TestWebArchive:
    """WARC and WACZ."""

    @pytest.mark.parametrize(
        ("name", "content"),
        [("a.warc", WEB_ARCHIVE), ("a.warc.gz", PACKED_WEB_ARCHIVE), ("a.wacz", WACZ), ("a.zip", WACZ)],
    )
    def test_answers_and_what_is_kept_alone_are_read(self, name: str, content: bytes) -> None:
        """They are named by their addresses, and say when they came and what their servers said."""
        assert told(name, content) == [*(f"{name}#{url}" for url in PAGES), f"{name}: 1 passed over: .css 1"]
        page, text = find_inputs([name])
        assert isinstance(page, Reference)
        assert isinstance(text, Reference)
        document = read_document(page, DETECTOR)
        assert (document.title, document.extension) == ("La digue cède", "html")
        fetched = document.fetched
        assert fetched is not None
        assert (fetched.url, fetched.final_url, fetched.time) == (PAGES[0], PAGES[0], "2025-10-09T07:47:00Z")
        assert (fetched.status, fetched.headers) == (200, (("content-type", "text/html"),))
        assert page.url == ""  # --follow does not fetch what is there
        kept = read_document(text, DETECTOR)
        assert (kept.format, kept.fetched and kept.fetched.status) == ("txt", 0)

    def test_contents_are_decoded(self) -> None:
        """Chunks, gzip, the charset that the server said; and what was decoded before it was archived."""
        page = sources.page().decode().encode("cp1252", "replace").replace(b'<meta charset="utf-8">', b"")
        said = "text/html; charset=windows-1252"
        packed = gzip.compress(page)
        chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (packed[:99], packed[99:]))
        for number, answer in enumerate(
            (
                response("https://a.example/", page, said),
                response("https://a.example/", packed, said, Content_Encoding="gzip"),
                response("https://a.example/", zlib.compress(page), said, Content_Encoding="deflate"),
                response(
                    "https://a.example/",
                    chunks + b"0\r\n\r\n",
                    said,
                    Content_Encoding="gzip",
                    Transfer_Encoding="chunked",
                ),
                response(
                    "https://a.example/", page, said, Content_Encoding="gzip", Transfer_Encoding="chunked"
                ),
            )
        ):
            found = only(f"{number}.warc", answer)
            assert found.content == page
            assert "1 200 personnes" in read_document(found, DETECTOR).text

    def test_what_is_no_page_is_left_out_or_passed_over(self) -> None:
        """Errors, redirects, scripts, robots.txt, visits that found the same, other kinds of addresses."""
        url = "https://a.example"
        content = b"".join(
            (
                response(f"{url}/gone.html", sources.page(), status="404 Not Found"),
                response(f"{url}/moved", b"", status="301 Moved"),
                response(f"{url}/robots.txt", b"User-agent: *", "text/plain"),
                response(f"{url}/a.js", b"alert(1)", "text/javascript"),
                record(
                    "revisit", f"{url}/a.html", b"HTTP/1.1 200 OK\r\n\r\n", Content_Type="application/http"
                ),
                record("metadata", f"{url}/a.html", b"a: b"),
                record("resource", "urn:view:https://a.example", b"\x89PNG", Content_Type="image/png"),
                record("response", "dns:a.example", b"1", Content_Type="text/dns"),
                response(f"{url}/brotli.html", b"\x1b", Content_Encoding="br"),
                response(f"{url}/", sources.page()),
            )
        )
        assert told("a.warc", content) == [
            f"a.warc#{url}/brotli.html: is packed by br, which is not read",
            f"a.warc#{url}/",
            "a.warc: 4 passed over: .html 2, .js 1, .txt 1",
        ]

    def test_answers_that_are_bombs_or_not_whole_are_named(self) -> None:
        """Each costs itself."""
        zeros = gzip.compress(bytes(2**25 + 1))
        content = b"".join(
            (
                response("https://a.example/bomb", zeros, Content_Encoding="gzip"),
                record(
                    "response",
                    "https://a.example/cut",
                    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>",
                    Content_Type="application/http",
                    WARC_Truncated="length",
                ),
                response("https://a.example/é\n", sources.page()),
            )
        )
        assert told("a.warc", content)[:2] == [
            "a.warc#https://a.example/bomb: is larger than 32 MiB",
            "a.warc#https://a.example/cut: is not whole in the web archive",
        ]
