"""Whose a translation from a file is; machines of this installation alone are taken at their word."""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.translate.memory import database, seal
from pipeline.translate.memory.database import StoreError
from pipeline.translate.memory.entries import Slot
from pipeline.translate.memory.exchange import Imported, export_file, import_file
from pipeline.translate.memory.store import Store
from tests.end_to_end.test_cli import Depeche, depeche
from tests.translate.memory.test_tmx import MAKER, MIXED, entries

__all__ = ["depeche"]

FIRST = MIXED[0]
SLOT: Slot = (FIRST.text, "")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test an installation of its own, without a key."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def exported(tmp_path: Path) -> Path:
    """Return a file with an entry of each kind, exported by this installation."""
    store = Store(tmp_path / "old.sqlite", create=True)
    store.add(MIXED)
    export_file(store, tmp_path / "m.tmx")
    store.close()
    return tmp_path / "m.tmx"


def by(done: Imported) -> tuple[int, int, int, int]:
    """Return how many were a machine's, a person's, imported, and left out."""
    return done.machine, done.human, done.imported, done.unsealed


def test_a_key_is_made_on_first_export_and_for_this_user_alone(exported: Path, home: Path) -> None:
    """32 bytes by chance, kept for all later exports; an import makes none."""
    path = home / "depeche" / "memory.key"
    assert exported.exists()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    key = path.read_bytes()
    assert len(key) == 32
    assert seal.make_key() == key
    assert [found.name for found in path.parent.iterdir()] == ["memory.key"]
    path.unlink()
    import_file(exported, exported.with_name("new"))
    assert not path.exists()


def _elsewhere(path: Path, home: Path) -> None:
    (home / "depeche" / "memory.key").unlink()
    seal.make_key()


def _without_seal(path: Path, home: Path) -> None:
    path.write_text(re.sub(r"<prop type=.x-depeche-seal.*\n", "", path.read_text()))


def _other_engine(path: Path, home: Path) -> None:
    path.write_text(path.read_text().replace('"package": "fr_es"', '"package": "other"', 1))


def _other_text(path: Path, home: Path) -> None:
    path.write_text(path.read_text().replace("« A ", "« Z ").replace("<seg>un<", "<seg>deux<"))


def _of_version_1(path: Path, home: Path) -> None:
    """Write the digest that 0.1.0 wrote, over the very same parts."""
    _without_seal(path, home)
    digests = iter(
        hashlib.sha256(
            json.dumps(
                [
                    e.source,
                    e.target,
                    e.text,
                    e.answer,
                    e.score,
                    e.origin,
                    e.maker,
                    e.context,
                    e.run,
                    e.created,
                ]
            ).encode()
        ).hexdigest()
        for e in sorted(MIXED, key=lambda e: (e.source, e.target, e.origin, e.maker, e.text))
    )
    found = re.sub(
        r"(<tu .*\n)",
        lambda unit: f'{unit[1]}<prop type="x-depeche-sha256">{next(digests)}</prop>\n',
        path.read_text(),
    )
    path.write_text(found)


@pytest.mark.parametrize("change", [_elsewhere, _without_seal, _other_engine, _other_text, _of_version_1])
def test_machines_translations_without_the_seal_are_taken_on_trust_alone(
    exported: Path, home: Path, change: Callable[[Path, Path], None]
) -> None:
    """Whoever wrote them: another installation, nobody, or a version whose seal anybody could make."""
    change(exported, home)
    count = 1 if change is _other_engine else 2
    memory = exported.with_name("new")
    assert by(import_file(exported, memory)) == (2 - count, 1, 0, count)
    assert {entry.origin for entry in entries(memory)} == ({"machine", "human"} if count == 1 else {"human"})
    done = import_file(exported, memory, trust=True)
    assert (done.human, done.imported, done.unsealed) == (1, count, 0)
    assert done.unkeyed == (2 if change is _of_version_1 else 0)
    origins = sorted(entry.origin for entry in entries(memory))
    assert origins.count("imported") == count


def test_what_is_imported_stays_so_for_ever(exported: Path, home: Path) -> None:
    """Through the memory, exports and imports; it says no time that its file says without a seal."""
    _elsewhere(exported, home)
    memory = exported.with_name("new")
    import_file(exported, memory, trust=True)
    store = Store(memory)
    before = list(store.entries())
    export_file(store, exported)
    assert store.clear("imported") == 2
    done = import_file(exported, memory)
    assert by(done) == (0, 1, 2, 0)
    assert list(store.entries()) == before
    kept = store.find(MAKER, ("fr", "es"), [SLOT])[SLOT]
    assert (kept.answer, kept.origin, kept.run) == (FIRST.answer, "imported", "")
    store.add([replace(FIRST, answer="own")])
    kept = store.find(MAKER, ("fr", "es"), [SLOT])[SLOT]
    assert (kept.answer, kept.origin) == ("own", "machine")
    store.close()


NO_ENGINE = [
    r'"\ud800"',
    r'"ar\udc80gos"',
    r'"\u001b[31margos"',
    r'"argos\n"',
    '"argos\x85"',
    '" "',
    '"human"',
    '"machine"',
    '"imported"',
    '"source"',
    '" Human"',
]
"""As JSON has them."""


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (r'<prop type="x-depeche-maker">.*?</prop>', "", "maker"),
        (r"(?<=x-depeche-maker.>).", "[", "maker"),
        (r"\"options\": \{\}", '"options": {"a": {}}', "maker"),
        (r"\"options\": \{\}", '"options": {"a": NaN}', "maker"),
        (r"\"version\": \"1.0\"", '"version": 1', "maker"),
        (r"\"options\": \{\}", r'"options": {"a\u001b": 1}', "maker"),
        (r"\"options\": \{\}", r'"options": {"a": "\udc80"}', "maker"),
        (r"\"package\": \"fr_es", r'"package": "\u001b[2Jfr', "maker"),
        (r"\"version\": \"1", r'"version": "1\u202e', "maker"),
        *((r"\"argos\"", name, "maker") for name in NO_ENGINE),
        (r"-0\.1234", "nan", "score"),
        (r"-0\.1234", "inf", "score"),
        (r"-0\.1234", "1e999", "score"),
        (r"-0\.1234", "much", "score"),
        (r'xml:lang="es"', 'xml:lang="fr"', "from a language to itself"),
        (r'xml:lang="es"', 'xml:lang="tlh"', "unknown language"),
        (r"<seg>\"¡A!.*?</seg>", "<seg></seg>", "no text and its translation"),
    ],
)
@pytest.mark.parametrize("trust", [False, True])
def test_what_no_engine_can_have_made_is_refused(
    tmp_path: Path, old: str, new: str, reason: str, trust: bool
) -> None:
    """With the seal's words or without, trusted or not; it is counted, and no person's either."""
    store = Store(tmp_path / "old.sqlite", create=True)
    store.add([FIRST])
    export_file(store, tmp_path / "m.tmx")
    store.close()
    text = (tmp_path / "m.tmx").read_text()
    changed = re.sub(old, lambda _: new, text)
    assert changed != text
    (tmp_path / "m.tmx").write_text(changed)
    done = import_file(tmp_path / "m.tmx", tmp_path / "new", trust=trust)
    assert dict(done.malformed) == {reason: 1}
    assert entries(tmp_path / "new") == []


def test_a_malformed_row_of_the_memory_is_not_let_back_in(tmp_path: Path) -> None:
    """The seal says who wrote the file, not that it is sound."""
    store = Store(tmp_path / "old.sqlite", create=True)
    store.add([replace(FIRST, maker="{}"), replace(FIRST, target="fr")])
    export_file(store, tmp_path / "m.tmx")
    store.close()
    done = import_file(tmp_path / "m.tmx", tmp_path / "new")
    assert dict(done.malformed) == {"maker": 1, "from a language to itself": 1}


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda path: path.chmod(0o644), "others may read or write the memory's key"),
        (lambda path: path.write_bytes(b"short"), "is no key of 32 bytes"),
        (lambda path: path.write_bytes(b"x" * 10_000), "is no key of 32 bytes"),
        (lambda path: (path.unlink(), path.mkdir()), "the memory's key cannot be read"),
    ],
)
def test_a_key_that_cannot_be_used_is_named_and_work_goes_on(
    exported: Path, home: Path, spoil: Callable[[Path], object], words: str
) -> None:
    """An export has no seal then, an import takes nothing at its word."""
    spoil(home / "depeche" / "memory.key")
    done = import_file(exported, exported.with_name("new"))
    assert by(done) == (0, 1, 0, 2)
    assert words in done.unsealable
    store = Store(exported.with_name("old.sqlite"))
    assert words in export_file(store, exported).unsealed
    store.close()
    assert "seal" not in exported.read_text()


def test_without_a_home_there_is_no_seal(
    depeche: Depeche, exported: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither HOME nor XDG_DATA_HOME leads anywhere: a line says so, and the rest is done."""

    def nowhere() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.setattr(Path, "home", nowhere)
    ran = depeche("memory", "export", "out.tmx", "--memory", exported.with_name("old.sqlite"))
    assert (ran.code, ran.out) == (0, "translations exported to out.tmx: 3\n")
    assert "without a seal" in ran.err
    assert "set HOME or XDG_DATA_HOME" in ran.err


def test_the_command_says_what_it_left_out_and_how_to_take_it(
    depeche: Depeche, exported: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit code 3 where something was taken, 0 where all was; then it is counted and can be forgotten."""
    _of_version_1(exported, home)
    monkeypatch.setenv("XDG_DATA_HOME", str(home))
    ran = depeche("memory", "import", exported, "--memory", "m")
    assert (ran.code, ran.out) == (3, "translations imported to m: 1 by people, 0 by machine\n")
    assert ran.err.splitlines() == [
        "machine translations left out, without a seal of this installation "
        f"(2 exported by version 0.1.0): 2; if you trust who made {exported}, "
        "repeat the command with --trust"
    ]
    ran = depeche("memory", "import", exported, "--memory", "m", "--trust")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == "translations imported to m: 1 by people, 0 by machine, 2 imported on trust\n"
    shown = depeche("memory", "stats", "--memory", "m").out
    assert "0 by machine, 1 by people, 2 imported, " in shown
    assert "fr > es by argos, fr_es 1.0, imported: 1" in shown
    assert json.loads(depeche("memory", "stats", "--memory", "m", "--json").out)["imported"] == 2
    assert depeche("memory", "clear", "--imported", "--memory", "m").out == "translations forgotten: 2\n"


def test_a_memory_of_version_0_1_0_is_read_and_renewed(exported: Path, home: Path) -> None:
    """It stays as it is until something is imported on trust; what it holds is kept."""
    memory = exported.with_name("v1.sqlite")
    base = sqlite3.connect(memory, isolation_level=None)
    base.execute("PRAGMA journal_mode = WAL")
    base.executescript(f"{database._HOPS[1]}; {database._ENTRY}; PRAGMA user_version = 1;")
    base.execute(f"PRAGMA application_id = {database.APPLICATION}")
    base.close()
    store = Store(memory)
    store.add([FIRST])
    assert store._base.execute("PRAGMA user_version").fetchone() == (1,)
    _elsewhere(exported, home)
    import_file(exported, memory, trust=True)
    assert store._base.execute("PRAGMA user_version").fetchone() == (2,)
    assert {entry.origin for entry in store.entries()} == {"machine", "human", "imported"}
    assert store.find(MAKER, ("fr", "es"), [SLOT])[SLOT].origin == "machine"
    store.close()
    assert len(entries(memory)) == 4


GARBAGE = [
    "UPDATE hop SET maker = '{'",
    "UPDATE hop SET maker = '[[[['",
    "UPDATE hop SET maker = 'null'",
    "UPDATE hop SET maker = '{\"engine\": 1}'",
    "UPDATE hop SET maker = CAST(x'ff00fe' AS TEXT)",
    "UPDATE hop SET maker = x'00ff', source = x'01', target = x'02' WHERE id = 1",
    "UPDATE hop SET source = 'x' || char(27) || '[2J'",
    "UPDATE entry SET text = x'00', answer = x'ff', score = 'much', run = x'00', created = 7",
    "UPDATE entry SET answer = CAST(x'ff' AS TEXT), score = 9e999",
    "UPDATE entry SET hop = 99",
    "PRAGMA ignore_check_constraints = 1; UPDATE hop SET origin = 'who'",
]


@pytest.mark.parametrize("damage", GARBAGE)
def test_stats_and_export_survive_whatever_is_in_the_memory(
    depeche: Depeche, exported: Path, damage: str
) -> None:
    """A row that nothing can be made of is counted, and neither exported nor used."""
    memory = exported.with_name("old.sqlite")
    base = sqlite3.connect(memory, isolation_level=None)
    base.executescript(damage)
    base.close()
    for words in (["stats"], ["stats", "--json"], ["export", "out.tmx"]):
        ran = depeche("memory", *words, "--memory", memory)
        assert (ran.code, "\x1b" in ran.out) == (0, False), ran.err
    store = Store(memory)
    assert all(isinstance(kept.answer, str) for kept in store.find(MAKER, ("fr", "es"), [SLOT]).values())
    store.close()


@pytest.mark.parametrize(
    "more",
    [
        "CREATE TRIGGER t AFTER INSERT ON entry BEGIN DELETE FROM entry; END",
        "CREATE VIEW v AS SELECT 1",
        "CREATE TABLE more (a)",
        "CREATE INDEX i ON entry (zeroblob(1000000))",
        "DROP TABLE entry",
        "ALTER TABLE entry ADD COLUMN more TEXT GENERATED ALWAYS AS (zeroblob(1000000))",
    ],
)
def test_a_memory_with_other_tables_than_ours_is_none(exported: Path, more: str) -> None:
    """Whatever SQLite would run of them is not run."""
    memory = exported.with_name("old.sqlite")
    base = sqlite3.connect(memory, isolation_level=None)
    base.executescript(more)
    base.close()
    with pytest.raises(StoreError, match="has other tables than a translation memory"):
        Store(memory)


def test_a_text_that_is_too_large_is_refused_and_not_read(depeche: Depeche, exported: Path) -> None:
    """By SQLite itself, in one line."""
    memory = exported.with_name("old.sqlite")
    script = (  # in a process of its own, for the memory that it takes
        "import sqlite3, sys; base = sqlite3.connect(sys.argv[1], isolation_level=None);"
        "base.execute('UPDATE hop SET maker = CAST(zeroblob(?) AS TEXT)', (int(sys.argv[2]),))"
    )
    size = str(database.MAX_VALUE + 1000)
    subprocess.run([sys.executable, "-c", script, str(memory), size], check=True)
    ran = depeche("memory", "stats", "--memory", memory)
    assert (ran.code, ran.err) == (1, f"depeche: {memory}: string or blob too big\n")
