"""Apertium's programs alive from document to document: the same answers, and no harm where one misbehaves."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from pipeline.core.processes import python_child
from pipeline.translate.engines.apertium.chain_pool import ChainPool
from pipeline.translate.engines.apertium.engine import ApertiumEngine, Limits
from pipeline.translate.engines.apertium.modes import Mode, find_modes, read_mode
from tests.support.corpus import CATALAN, phrases

pytestmark = pytest.mark.usefixtures("apertium")

PAIRS = (("fr", "ca"), ("ca", "es"), ("es", "ca"), ("en", "es"), ("en", "ca"))
DATA, PROGRAMS = Path("/usr/share/apertium"), Path("/usr/bin")

ECHO = "answer(text)"
"""A program that says what it hears."""

HARNESS = """\
import os, sys
heard, asked = b"", 0
own = {own!r}
def answer(text):
    os.write(1, text + b"\\0")
while chunk := os.read(0, 65536):
    heard += chunk
    while b"\\0" in heard:
        text, heard = heard.split(b"\\0", 1)
        asked += 1
        {body}
"""
"""A program that answers text by text, as those of Apertium do."""


def runs(pid: int) -> bool:
    """Return whether a process runs; a zombie does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def all_end(pids: Sequence[int]) -> bool:
    """Wait until no process runs any more, with a limit that is far more than it takes."""
    deadline = time.monotonic() + 120
    while any(map(runs, pids)) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not any(map(runs, pids))


OTHERS: set[int] = set()
"""Processes of tests before this one, which a slow machine may not have ended yet."""


@pytest.fixture(autouse=True)
def _others() -> None:
    """Leave out of account what other tests have started."""
    OTHERS.clear()
    OTHERS.update(below(os.getpid()))


def below(parent: int) -> list[int]:
    """Return the processes whose parent is ``parent``, but for those of earlier tests."""
    found: list[int] = []
    for path in Path(f"/proc/{parent}/task").glob("*/children"):
        with suppress(OSError):
            found.extend(map(int, path.read_text().split()))
    return [number for number in found if number not in OTHERS]


Engines = Callable[..., ApertiumEngine]


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Engines]:
    """Yield a maker of engines over programs with these bodies, in a row. They are closed at the end.

    A body is a statement in ``HARNESS`` at which ``text`` was heard, as the ``asked``-th. ``bin`` is the
    folder of programs. The first is called ``lt-proc``, others ``lrx-proc`` and ``lsx-proc``, which may stay
    alive, or as ``names`` says.
    """
    engines = []

    def make(
        *bodies: str,
        names: Sequence[str] = ("lt-proc", "lrx-proc", "lsx-proc"),
        stall: float = 120,
        proofs: Path | None = None,
    ) -> ApertiumEngine:
        programs = tmp_path / "bin"
        programs.mkdir(exist_ok=True)
        (tmp_path / "modes").mkdir(exist_ok=True)
        used = names[: len(bodies)]
        for name, body in zip(used, bodies, strict=True):
            path = programs / name
            beside = programs / f"{name}.new"
            code = HARNESS.format(own=str(programs / f"{name}.pids"), body=body)
            beside.write_text(f"#!{sys.executable} -SE\n{code}")
            beside.chmod(0o755)
            beside.replace(path)
        (tmp_path / "modes" / "fra-spa.mode").write_text(" | ".join(str(programs / name) for name in used))
        engine = ApertiumEngine(
            programs=programs, data=tmp_path, limits=Limits(stall_seconds=stall), proofs=proofs
        )
        engines.append(engine)
        return engine

    yield make
    for engine in engines:
        engine.close()


def documents(count: int, *, sentences: int = 15) -> list[list[str]]:
    """Return documents that differ."""
    return [[f"texte {number} phrase {at}" for at in range(sentences)] for number in range(count)]


def answers(engine: ApertiumEngine, texts: Sequence[str]) -> list[str]:
    """Return what the engine's only pair answers."""
    return [answer.text for answer in engine.translate(texts, "fr", "es")]


def proven(engine: ApertiumEngine) -> None:
    """Translate documents until the engine has found out what may stay alive."""
    for texts in documents(4):
        assert answers(engine, texts) == texts
    assert "0 not tried yet" in engine.notes()[0]


class TestRealPairs:
    """The installed packages."""

    @pytest.mark.parametrize(("source", "target"), PAIRS, ids=">".join)
    def test_answers_are_those_of_programs_started_for_the_document(
        self, source: str, target: str, phrasebook: list[dict[str, str]]
    ) -> None:
        """A document gets the same words alone, after others, beside others, and in another order."""
        sentences = list(CATALAN) if source == "ca" else [row[source] for row in phrasebook]
        choice = random.Random(3)
        asked = [choice.sample(sentences, min(len(sentences), 9)) for _ in range(5)]
        asked += [[text.upper() for text in asked[0]], ["¿", "^", "a[b", *asked[1], "x" * 2_000]]

        def translated(engine: ApertiumEngine, at: int) -> list[str]:
            return [answer.text for answer in engine.translate(asked[at], source, target)]

        order = [*range(len(asked)), *reversed(range(len(asked)))]
        engine = ApertiumEngine()
        try:
            with ThreadPoolExecutor(3) as pool:
                alive = list(pool.map(lambda at: translated(engine, at), order))
            assert f"alive between documents for 1 pairs, {len(engine.hops()) - 1} not" in engine.notes()[0]
            assert len(engine.notes()) == 1
            assert below(os.getpid())
        finally:
            engine.close()
        with ThreadPoolExecutor(3) as pool:
            alone = list(pool.map(lambda at: translated(ApertiumEngine(), at), range(len(asked))))
        assert alive == [alone[at] for at in order]

    def test_a_tagger_with_memory_is_started_for_each_document(self, tmp_path: Path) -> None:
        """What most taggers answer depends on what they were asked before, so they never stay alive.

        Not even where a file in the cache says that it may.
        """
        kept = []
        for _ in range(2):
            engine = ApertiumEngine(proofs=tmp_path)
            texts = phrases()
            for at in range(3):
                engine.translate(texts[20 * at : 20 * at + 20], "fr", "ca")
            mode = read_mode(find_modes(DATA)["fr", "ca"], PROGRAMS)
            alive = sorted(Path(f"/proc/{pid}/comm").read_text().strip() for pid in below(os.getpid()))
            engine.close()
            kept.append(alive)
            assert len(alive) == len(mode.commands) - 1
            assert "apertium-tagger"[:15] not in alive
            (file,) = tmp_path.glob("*.json")
            record = json.loads(file.read_text())
            assert record["kept"].count(False) == 1
            file.write_text(json.dumps({**record, "kept": [True] * len(mode.commands)}))
        assert kept[0] == kept[1]

    def test_a_tagger_without_memory_stays_alive(self) -> None:
        """That of English to Catalan is a perceptron, which reads its model and changes nothing in it."""
        engine = ApertiumEngine()
        texts = phrases()
        for at in range(3):
            engine.translate(texts[20 * at : 20 * at + 20], "en", "ca")
        mode = read_mode(find_modes(DATA)["en", "ca"], PROGRAMS)
        alive = [Path(f"/proc/{pid}/comm").read_text().strip() for pid in below(os.getpid())]
        engine.close()
        assert len(alive) == len(mode.commands)
        assert "apertium-tagger"[:15] in alive

    def test_words_are_read_by_the_program_that_translates(self) -> None:
        """Its dictionary is loaded once. Words alone load no other dictionary."""
        engine = ApertiumEngine()
        engine.read_words(["Jack"], "fr", "ca")
        assert len(below(os.getpid())) == 1
        engine.close()
        texts = phrases()
        for at in range(3):
            engine.translate(texts[20 * at : 20 * at + 20], "fr", "ca")
        engine.close()
        before = engine.read_words(["Marie", "Paris"], "fr", "ca")
        assert len(below(os.getpid())) == 1
        engine.translate(texts[:20], "fr", "ca")
        alive = below(os.getpid())
        assert len(alive) == len(read_mode(find_modes(DATA)["fr", "ca"], PROGRAMS).commands) - 1
        fresh = ApertiumEngine()
        assert engine.read_words(["Lyon"], "fr", "ca") == fresh.read_words(["Lyon"], "fr", "ca")
        assert before == fresh.read_words(["Marie", "Paris"], "fr", "ca")
        fresh.close()
        assert below(os.getpid()) == alive
        engine.close()


DAMAGED = (
    *("", "[]", '{"key": 1}', "\0", "{" * 10_000, '{"key": "KEY"}'),
    '{"key": "KEY", "kept": [1], "reason": ""}',
    '{"key": "KEY", "kept": [true, true], "reason": ""}',
    '{"key": "KEY", "kept": 5, "reason": ""}',
)
"""Contents of a file in the cache; KEY stands for the right key."""


class TestProof:
    """What may stay alive is found out with documents that were translated alone."""

    def test_programs_that_forget_stay_alive(self, made: Engines, tmp_path: Path) -> None:
        """They are started once for the proof and all documents after it, and once in a later process."""
        count = f"open({str(tmp_path / 'started')!r}, 'a').write('x') if asked == 1 else 0; {ECHO}"
        proofs = tmp_path / "proofs"
        engine = made(count, ECHO, proofs=proofs)
        proven(engine)
        for texts in documents(20):
            assert answers(engine, texts) == texts
        alone = 2
        assert len((tmp_path / "started").read_text()) == alone + 1
        engine.close()
        later = ApertiumEngine(programs=tmp_path / "bin", data=tmp_path, proofs=proofs)
        for texts in documents(20):
            assert answers(later, texts) == texts
        later.close()
        assert len((tmp_path / "started").read_text()) == alone + 2

    def test_a_program_that_remembers_is_started_for_each_document(self, made: Engines) -> None:
        """It is named, its neighbours stay alive, and the answers are those of programs just started."""
        engine = made(ECHO, "answer(b'%d ' % asked + text)", ECHO)
        for texts in documents(6):
            assert answers(engine, texts) == [f"{at} {text}" for at, text in enumerate(texts, start=1)]
        assert engine.notes()[0].startswith("apertium: programs stay alive between documents for 1 pairs")
        assert engine.notes()[1:] == (
            "apertium fr>es: some programs are started for every document: "
            "other answers after other texts by lrx-proc",
        )
        assert len(below(os.getpid())) == 2

    @pytest.mark.parametrize(
        ("body", "reason"),
        [
            ("answer(b'%d ' % asked + text)", "other answers after other texts"),
            ("kept = globals().setdefault('kept', []); kept.append(text)", ""),
        ],
        ids=["remembers", "answers at the end"],
    )
    def test_nothing_stays_alive_where_no_program_may(
        self, made: Engines, tmp_path: Path, body: str, reason: str
    ) -> None:
        """A program that remembers, or that does not answer before its input ends, works as it did before."""
        engine = made(body, stall=3)
        if not reason:  # it says all when it has heard all
            script = tmp_path / "bin" / "lt-proc"
            script.write_text(
                script.read_text() + "\nos.write(1, b''.join(text + b'\\0' for text in kept))\n"
            )
        for texts in documents(4):
            expected = [f"{at} {text}" for at, text in enumerate(texts, start=1)] if reason else texts
            assert answers(engine, texts) == expected
        assert "started for every document" in engine.notes()[1]
        assert not below(os.getpid())

    @pytest.mark.parametrize("name", ["rtx-proc", "cg-proc"])
    def test_unknown_programs_and_grammars_do_not_stay_alive(self, made: Engines, name: str) -> None:
        """What nobody has looked at may keep state that no few documents show."""
        engine = made(ECHO, names=(name,))
        proven(engine)
        assert not below(os.getpid())
        assert "none of its programs is known to forget" in engine.notes()[1]

    @pytest.mark.parametrize("content", DAMAGED, ids=range(len(DAMAGED)))
    def test_a_damaged_cache_is_not_believed(self, made: Engines, tmp_path: Path, content: str) -> None:
        """What is no proof for these programs is as if it were not there."""
        proofs = tmp_path / "proofs"
        engine = made(ECHO, proofs=proofs)
        proven(engine)
        (file,) = proofs.iterdir()
        file.write_text(content.replace("KEY", json.loads(file.read_text())["key"]))
        assert "1 not tried yet" in made(ECHO, proofs=proofs).notes()[0]
        assert answers(made(ECHO, proofs=proofs), ["bonjour"]) == ["bonjour"]

    def test_a_cache_that_cannot_be_written_changes_nothing(self, made: Engines, tmp_path: Path) -> None:
        """The proof is then found by each process."""
        (tmp_path / "file").write_text("")
        engine = made(ECHO, proofs=tmp_path / "file" / "below")
        proven(engine)
        assert below(os.getpid())


class TestMisbehaviour:
    """Programs that die, hang or lie after they were proven."""

    @pytest.mark.parametrize(
        "fault",
        [
            "os._exit(3) if asked == 200 else answer(text)",
            "os.kill(os.getpid(), 11) if asked == 200 else answer(text)",
            "__import__('time').sleep(600) if asked == 200 else answer(text)",
            "answer(text + b'\\0' if asked == 200 else text)",
            "answer(b'' if asked == 200 else text)",
            "answer(text.replace(b'phrase', b'\\xff') if asked == 200 else text)",
            "(answer(text), answer(text)) if asked == 210 else answer(text)",
            "os.write(1, b'x' * 5_000_000) if asked == 200 else answer(text)",
        ],
        ids=["ends", "crashes", "hangs", "splits", "swallows", "garbles", "repeats", "floods"],
    )
    def test_the_document_is_translated_again(self, made: Engines, fault: str) -> None:
        """A document that fails in the live programs gets its answers from others, and so does the next."""
        engine = made(ECHO, fault, ECHO, stall=4)
        proven(engine)
        for texts in documents(20):
            assert answers(engine, texts) == texts
        assert len(below(os.getpid())) == 3

    def test_an_answer_of_the_document_before_is_not_taken(self, made: Engines) -> None:
        """A program that answers twice does not shift the answers of documents of one sentence each."""
        engine = made("(answer(text), answer(text)) if asked == 40 else answer(text)")
        for texts in documents(4, sentences=1):
            assert answers(engine, texts) == texts
        for number in range(60):
            assert answers(engine, [f"seul {number}"]) == [f"seul {number}"]

    def test_programs_that_were_killed_are_replaced(self, made: Engines) -> None:
        """Something may kill them between two documents."""
        engine = made(ECHO, ECHO)
        proven(engine)
        for victim in (0, 1, 0):
            pids = below(os.getpid())
            assert len(pids) == 2
            os.kill(pids[victim], signal.SIGKILL)
            for _ in range(2):
                assert answers(engine, ["bonjour"]) == ["bonjour"]
            assert not set(pids) & set(below(os.getpid()))

    def test_live_programs_that_keep_failing_are_given_up(self, made: Engines, tmp_path: Path) -> None:
        """After a few failures that programs of their own do not have, documents get these from the start."""
        flag = tmp_path / "broken"
        body = f"answer(text) if asked < 40 or not os.path.exists({str(flag)!r}) else os._exit(1)"
        engine = made(body)
        proven(engine)
        flag.touch()
        for texts in documents(12):
            assert answers(engine, texts) == texts
        assert not below(os.getpid())

    def test_an_upgraded_program_answers_from_the_next_document_on(self, made: Engines) -> None:
        """The older one, which is still in memory, gets no further document."""
        engine = made(ECHO)
        proven(engine)
        assert below(os.getpid())
        made("answer(b'new ' + text)")
        for texts in documents(6):
            assert answers(engine, texts) == [f"new {text}" for text in texts]


class TestMemory:
    """Chains are closed when they are idle, or when there is too much of them."""

    def chain(self, tmp_path: Path, name: str) -> Mode:
        """Return a mode of one program that echoes."""
        script = tmp_path / "lt-proc"
        script.write_text(f"#!{sys.executable} -SE\n{HARNESS.format(own='', body=ECHO)}")
        script.chmod(0o755)
        path = tmp_path / name
        path.write_text("")
        return Mode(path, ((str(script),),), ())

    def use(self, pool: ChainPool, *modes: Mode) -> None:
        """Use the modes' chains one after the other."""
        for mode in modes:
            with pool.chain(mode, mode.stamps(), (True,)) as chain:
                chain.start()

    def test_the_chain_used_least_lately_is_closed_first(self, tmp_path: Path) -> None:
        """A budget bounds what all take together; what is in use stays."""
        modes = [self.chain(tmp_path, name) for name in "abc"]
        pool = ChainPool(budget=1)
        with pool.chain(modes[0], modes[0].stamps(), (True,)) as chain:
            chain.start()
            self.use(pool, *modes[1:])
            assert len(below(os.getpid())) == 1
        assert not below(os.getpid())
        roomy = ChainPool()
        self.use(roomy, *modes, *modes)
        assert len(below(os.getpid())) == 3
        roomy.close()
        assert not below(os.getpid())

    def test_idle_chains_are_closed(self, tmp_path: Path) -> None:
        """Nobody has to ask for it."""
        pool = ChainPool(idle_seconds=0.05)
        self.use(pool, self.chain(tmp_path, "a"))
        pids = below(os.getpid())
        assert all_end(pids)
        pool.close()

    def test_an_engine_that_nobody_has_any_more_closes_its_programs(
        self, made: Engines, tmp_path: Path
    ) -> None:
        """So nothing is left of a library's user who closes nothing."""
        made(ECHO)
        engine = ApertiumEngine(programs=tmp_path / "bin", data=tmp_path)
        proven(engine)
        pids = below(os.getpid())
        assert pids
        del engine
        assert all_end(pids)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL, signal.SIGINT], ids=str)
def test_programs_end_with_the_process_that_started_them(made: Engines, tmp_path: Path, number: int) -> None:
    """Whatever way it ends: they find their input closed, or are told."""
    made(ECHO, ECHO)
    code = f"""
import sys, time
from pathlib import Path
from pipeline.core.interrupt import stoppable
from pipeline.translate.engines.apertium.engine import ApertiumEngine
with stoppable():
    engine = ApertiumEngine(programs=Path({str(tmp_path / "bin")!r}), data=Path({str(tmp_path)!r}))
    for number in range(5):
        engine.translate([f"texte {{number}} {{at}}" for at in range(20)], "fr", "es")
    print("ready", flush=True)
    time.sleep(600)
"""
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        env=python_child.environment() | {"PYTHONPATH": str(Path(__file__).parents[4])},
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # it may be ignored
    ) as child:  # fmt: skip
        assert child.stdout is not None
        assert child.stdout.readline() == b"ready\n"
        pids = below(child.pid)
        assert len(pids) == 2
        child.send_signal(number)
    assert all_end(pids)
