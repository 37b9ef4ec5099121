"""The memory's file: what is put in is found again, by many at once, and after anything that kills."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from pipeline.core.records import EngineIdentity, Setting
from pipeline.translate.memory import database
from pipeline.translate.memory.database import StoreError
from pipeline.translate.memory.entries import Entry, document_slots, maker, segment_slots
from pipeline.translate.memory.store import Store

FR_ES = ("fr", "es")

WRITER = """
import sys
from pathlib import Path
from pipeline.translate.memory.entries import Entry
from pipeline.translate.memory.store import Store

path, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
for number in range(count):
    store = Store(path, create=True) if number in (0, 10) else store  # opened while others write
    store.add(
        Entry(origin="machine", maker=f"maker {part % 3}", source="fr", target="es",
              text=f"{name} {number} {part}", answer="x" * 500, created="2025-01-01T00:00:00Z")
        for part in range(20)
    )
    print(number, flush=True)
"""


def entry(text: str, answer: str, **more: object) -> Entry:
    """Return an entry from French to Spanish."""
    return Entry(
        **{
            "origin": "machine",
            "maker": "m",
            "source": "fr",
            "target": "es",
            "text": text,
            "answer": answer,
            "created": "2025-01-01T00:00:00Z",
            **more,
        }  # type: ignore[arg-type]
    )


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Return a new memory."""
    with closing(Store(tmp_path / "m.sqlite", create=True)) as made:
        yield made


def writer(path: Path, name: str, count: int) -> subprocess.Popen[str]:
    """Start a process that writes ``count`` transactions of 20 entries, and says when each is committed."""
    command = [sys.executable, "-c", WRITER, str(path), name, str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def check(path: Path) -> None:
    """Ask SQLite itself whether the file is whole."""
    base = sqlite3.connect(path)
    assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert base.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    base.close()


def test_an_answer_is_found_by_engine_languages_and_exact_text(store: Store) -> None:
    """Another engine, pair, text, or letter is another key."""
    store.add([entry("Bonjour.", "Hola.", score=-0.25, run="r")])
    found = store.find("m", FR_ES, segment_slots(["Bonjour.", "bonjour.", "Bonjour"]))
    assert {slot[0]: (kept.answer, kept.score, kept.run) for slot, kept in found.items()} == {
        "Bonjour.": ("Hola.", -0.25, "r")
    }
    assert store.find("other", FR_ES, segment_slots(["Bonjour."])) == {}
    assert store.find("m", ("fr", "ca"), segment_slots(["Bonjour."])) == {}
    assert store.people({FR_ES: ["Bonjour."]}) == {}


def test_more_texts_than_a_query_takes_are_all_found(store: Store) -> None:
    """In several queries."""
    texts = [f"phrase {number}" for number in range(1201)]
    store.add(entry(text, text.upper()) for text in texts)
    found = store.find("m", FR_ES, segment_slots(texts))
    assert [found[slot].answer for slot in segment_slots(texts)] == [text.upper() for text in texts]


def test_another_sentence_in_a_document_makes_all_its_slots_others(store: Store) -> None:
    """Where answers depend on the document; and the same sentence at two places has two answers."""
    slots = document_slots(["un", "deux", "un"])
    store.add(
        entry(text, f"{text} {number}", context=context) for number, (text, context) in enumerate(slots)
    )
    assert [store.find("m", FR_ES, slots)[slot].answer for slot in slots] == ["un 0", "deux 1", "un 2"]
    assert store.find("m", FR_ES, document_slots(["un", "deux"])) == {}
    assert store.find("m", FR_ES, document_slots(["un", "deux", "un"], {"un"})).keys() == {slots[1]}
    assert store.find("m", FR_ES, segment_slots(["un"])) == {}


def test_of_machines_the_first_answer_stays_of_people_the_last(store: Store) -> None:
    """An engine would only say the same again; a person may have thought better of it."""
    store.add([entry("un", "uno"), entry("un", "otro")])
    store.add([entry("un", "uno", origin="human", maker=""), entry("un", "una", origin="human", maker="")])
    assert store.find("m", FR_ES, segment_slots(["un"]))["un", ""].answer == "uno"
    assert store.people({FR_ES: ["un", "deux"], ("fr", "ca"): ["un"]}) == {(FR_ES, "un"): "una"}


def test_the_key_has_all_that_an_answer_depends_on() -> None:
    """Package, version, digest and decoding options; not the licence."""
    first = EngineIdentity(
        engine="e",
        engine_version="e 1",
        package="p",
        version="1",
        sha256="0",
        licence="MIT",
        method="neural",
        options=(Setting(name="beam_size", value=4),),
    )
    changes = {
        "engine": "f",
        "engine_version": "e 2",
        "package": "q",
        "version": "2",
        "sha256": "1",
        "options": (Setting(name="beam_size", value=1),),
    }
    fields = {name: getattr(first, name) for name in EngineIdentity.__slots__}
    names = {maker(EngineIdentity(**{**fields, name: value})) for name, value in changes.items()}
    assert len(names | {maker(first)}) == 7
    assert maker(EngineIdentity(**{**fields, "licence": "unknown"})) == maker(first)


def test_clearing_one_origin_leaves_the_other(store: Store) -> None:
    """And gives the room back to the disk."""
    store.add(entry(f"phrase {number}", "x" * 1000) for number in range(500))
    store.add([entry("un", "una", origin="human", maker="")])
    before = sum(path.stat().st_size for path in store.path.parent.iterdir())
    assert store.clear("machine") == 500
    assert [(group.origin, group.entries) for group in store.groups()] == [("human", 1)]
    store.close()
    assert sum(path.stat().st_size for path in store.path.parent.iterdir()) < before / 5


def test_two_processes_write_at_once(tmp_path: Path) -> None:
    """Both may make the file; nothing that either wrote is missing."""
    path = tmp_path / "new" / "m.sqlite"
    processes = [writer(path, name, 60) for name in ("one", "two", "three")]
    assert [process.wait(1800) for process in processes] == [0, 0, 0]
    for process in processes:
        assert process.stdout is not None
        process.stdout.close()
    check(path)
    store = Store(path)
    texts = [
        f"{name} {n} {part}" for name in ("one", "two", "three") for n in range(60) for part in range(20)
    ]
    assert sorted(found.text for found in store.entries()) == sorted(texts)
    assert len(store.groups()) == 3
    store.close()
    assert [name.name for name in path.parent.iterdir()] == ["m.sqlite"]


@pytest.mark.parametrize("transactions", [1, 7, 40])
def test_what_is_committed_survives_kill_9(tmp_path: Path, transactions: int) -> None:
    """Whole transactions, and none that was reported is missing."""
    path = tmp_path / "m.sqlite"
    process = writer(path, "one", 100_000)
    assert process.stdout is not None
    for _ in range(transactions):
        process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    reported = transactions + len(process.stdout.read().splitlines())
    assert process.wait() == -signal.SIGKILL
    process.stdout.close()
    store = Store(path)
    numbers = [int(found.text.split()[1]) for found in store.entries()]
    store.close()
    check(path)
    assert len(numbers) in (reported * 20, reported * 20 + 20)
    assert sorted(set(numbers)) == list(range(len(numbers) // 20))


@pytest.mark.parametrize("content", [b"shopping list\n" * 100, b"SQLite format 3\0" + bytes(5000)])
def test_what_is_no_memory_is_not_opened(tmp_path: Path, content: bytes) -> None:
    """And not changed."""
    path = tmp_path / "notes"
    path.write_bytes(content)
    with pytest.raises(StoreError, match="notes: "):
        Store(path, create=True)
    assert path.read_bytes() == content


def test_another_program_s_database_is_left_alone(tmp_path: Path) -> None:
    """So is the memory of a newer depeche, and a folder is no file."""
    path = tmp_path / "bookmarks.sqlite"
    base = sqlite3.connect(path)
    base.execute("CREATE TABLE bookmark (address)")
    base.commit()
    base.close()
    with pytest.raises(StoreError, match="is no translation memory"):
        Store(path, create=True)
    Store(tmp_path / "m.sqlite", create=True).close()
    base = sqlite3.connect(tmp_path / "m.sqlite")
    base.execute(f"PRAGMA user_version = {database.MEMORY_SCHEMA_VERSION + 1}")
    base.close()
    with pytest.raises(StoreError, match="newer depeche"):
        Store(tmp_path / "m.sqlite", create=True)
    with pytest.raises(StoreError, match="is no file"):
        Store(tmp_path, create=True)


def test_an_empty_file_becomes_a_memory(tmp_path: Path) -> None:
    """As ``mktemp`` makes it; without ``create``, nothing is made."""
    with pytest.raises(StoreError, match="depeche run makes one"):
        Store(tmp_path / "m.sqlite")
    (tmp_path / "m.sqlite").touch()
    Store(tmp_path / "m.sqlite", create=True).close()
    check(tmp_path / "m.sqlite")


def test_only_what_is_damaged_is_moved_aside(tmp_path: Path) -> None:
    """Another process may have put a new memory there meanwhile; names are not used twice."""
    path = tmp_path / ".memory.sqlite"
    Store(path, create=True).close()
    assert database.move_aside(path) is None
    for name in (".memory.sqlite.damaged", ".memory.sqlite.damaged-2"):
        path.write_bytes(b"not a database at all" * 100)
        assert database.move_aside(path) == tmp_path / name
        assert not path.exists()
    assert database.move_aside(path) is None
