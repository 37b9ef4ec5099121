"""Apertium: its answers, its traps, and external programs that misbehave."""

from __future__ import annotations

import contextlib
import hashlib
import os
import random
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.core.errors import EngineError
from pipeline.translate.engines.apertium import modes as apertium_modes
from pipeline.translate.engines.apertium.engine import ApertiumEngine, Limits
from pipeline.translate.engines.apertium.stream import decode_stream

pytestmark = pytest.mark.usefixtures("apertium")

FRENCH = "Le chat noir dort sur la table."
SPANISH = "El gato negro duerme sobre la mesa."

PIECES = (
    *(
        "[",
        "]",
        "{",
        "}",
        "^",
        "$",
        "/",
        "\\",
        "<",
        ">",
        "@",
        "~",
        "*",
        "#",
        "+",
        "_",
        "|",
        "&amp;",
        "%s",
        ".",
    ),
    *(
        "[]",
        "[[",
        "]]",
        "^$",
        "$^",
        "//",
        "\\\\",
        "~~",
        "[ ~]",
        "[;0]",
        "[;3]",
        "<b>",
        "</b>",
        "^a<n>$",
        "(^_^)",
    ),
    *(
        "\0",
        "\x01",
        "\x07",
        "\x1b",
        "\x7f",
        "\t",
        "\n",
        "\r\n",
        "\x85",
        "\u2028",
        "\ufeff",
        "\uffff",
        "\ufffe",
    ),
    *(
        "😀",
        "👨\u200d👩\u200d👧",
        "\u202e",
        "\u202c",
        "\u200b",
        "\u2066",
        "\u00ad",
        "\u0301",
        "\ud800",
        "\udfff",
    ),
    *(
        "le",
        "chat",
        "Les",
        "d'",
        "É",
        "5 %",
        "1 000,5",
        "«",
        "»",
        "“",
        "”",
        "…",
        "–",
        "jo@a.org",
        "http://a.b/c?d=e#f",
    ),
    *("中文", "русский", "العربية", "x" * 4_000, "é." * 500, "", " ", "\u00a0"),
)


def children() -> set[int]:
    """Return the processes whose parent is this one, zombies too."""
    found = set()
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if (
                entry.name.isdigit()
                and int((entry / "stat").read_text().rpartition(")")[2].split()[1]) == os.getpid()
            ):
                found.add(int(entry.name))
    return found


@pytest.fixture(autouse=True)
def nothing_is_left_behind(engine: ApertiumEngine) -> Iterator[None]:
    """Fail a test after which a child process or an open file of it is left, once the engine is closed."""
    processes, files = children(), len(list(Path("/proc/self/fd").iterdir()))
    yield
    engine.close()
    assert children() <= processes
    assert len(list(Path("/proc/self/fd").iterdir())) <= files


@pytest.fixture(scope="module")
def engine() -> ApertiumEngine:
    """Return the engine over what is installed."""
    return ApertiumEngine()


def program(folder: Path, body: str, *, stall: float = 300) -> ApertiumEngine:
    """Return an engine whose French to Spanish is a program with this body, which may be silent so long.

    ``stall`` is in seconds: long, for the machine may be busy with other things, but for what hangs.
    """
    script = folder / "program"
    script.write_text(f"#!/bin/sh\n{body}\n")
    script.chmod(0o755)
    (folder / "modes").mkdir(exist_ok=True)
    (folder / "modes" / "fra-spa.mode").write_text(f"{script} $1 | {script} $2")
    return ApertiumEngine(data=folder, limits=Limits(stall_seconds=stall))


class TestAnswers:
    """What the real programs answer."""

    @pytest.mark.parametrize(
        ("source", "target", "text", "expected"),
        [
            ("fr", "es", FRENCH, SPANISH),
            ("fr", "es", "Le président a annoncé une réforme.", "El presidente ha anunciado una reforma."),
            ("en", "es", "The president announced a new law.", "El presidente anunció una ley nueva."),
            ("es", "ca", "El presidente anunció una nueva ley.", "El president va anunciar una nova llei."),
            ("es", "en", "El presidente anunció una nueva ley.", "The president announced a new law."),
        ],
    )
    def test_whole_sentences(
        self, engine: ApertiumEngine, source: str, target: str, text: str, expected: str
    ) -> None:
        """Short sentences come out whole and right."""
        assert [answer.text for answer in engine.translate([text], source, target)] == [expected]

    def test_unknown_words_stand_unmarked(self, engine: ApertiumEngine) -> None:
        """A word that Apertium does not know stands as it is, without a star."""
        assert engine.translate(["Le zorglub dort."], "fr", "es")[0].text == "El zorglub duerme."

    def test_stars_and_hashes_of_the_source_are_kept(self, engine: ApertiumEngine) -> None:
        """Only Apertium's own marks are removed."""
        assert engine.translate(["* #chat @chat"], "fr", "es")[0].text == "* #gato @gato"

    @pytest.mark.parametrize(
        "mark", ["^", "^$", "~", "@", "\\", "[", "[]", "<b>", "le ^", "C'est ~ ici", "a^", "[;0]"]
    )
    def test_special_characters_survive(self, engine: ApertiumEngine, mark: str) -> None:
        """Characters of the stream format come back as often as they went, and shift nothing."""
        answers = [answer.text for answer in engine.translate([FRENCH, mark, FRENCH], "fr", "es")]
        assert answers[0] == answers[2] == SPANISH
        for character in "^$~@\\[]<>;":
            assert answers[1].count(character) == mark.count(character)

    @pytest.mark.parametrize(
        ("source", "target", "words"),
        [
            (
                "fr",
                "es",
                ("Le jour", "Trois morts dans la nuit", "Le mois", "Un cas", "en 2025", "M", "le nº 4"),
            ),
            ("en", "es", ("The best team in the world", "near the end", "a day", "He met Mr", "5 %")),
            ("es", "ca", ("El día", "un día de trabajo", "El fin")),
        ],
    )
    def test_the_last_word_comes_without_a_sign_after_it(
        self, engine: ApertiumEngine, source: str, target: str, words: tuple[str, ...]
    ) -> None:
        """Headlines end in no full stop; a last word may begin a longer entry, which lt-proc waits for."""
        plain = [answer.text for answer in engine.translate(words, source, target)]
        stopped = [answer.text for answer in engine.translate([f"{text}!" for text in words], source, target)]
        assert [answer.removesuffix("!").rstrip() for answer in stopped] == plain

    def test_a_word_without_counterpart_is_kept(self, engine: ApertiumEngine) -> None:
        """Where Apertium answers one word with nothing, the word stays, as a text may not become empty."""
        assert engine.translate(["Ne"], "it", "es")[0].text == "Ne"

    def test_what_has_no_text_is_not_sent(self, engine: ApertiumEngine) -> None:
        """White space becomes empty; control characters and soft hyphens alone come back."""
        answers = engine.translate(["", " \n", "\0", "\u00ad"], "fr", "es")
        assert [answer.text for answer in answers] == ["", "", "\0", "\u00ad"]

    def test_a_call_does_not_depend_on_the_call_before(self, engine: ApertiumEngine) -> None:
        """Every call starts with an untouched tagger."""
        document = ["Il la porte.", "La porte est fermée.", "Nous avions des avions."] * 5
        first = engine.translate(document, "fr", "es")
        engine.translate(["Elle les ferme toutes.", "Le juge juge."] * 20, "fr", "es")
        assert engine.translate(document, "fr", "es") == first


@pytest.mark.parametrize(
    ("answer", "text", "expected"),
    [
        ("Síria , després de  dos", "Syria, after the two", "Síria, després de dos"),
        ("a . . . b", "a . . . b", "a . . . b"),
        ("dos  espais", "two  spaces", "dos  espais"),
    ],
)
def test_words_that_the_target_drops_leave_no_gap(answer: str, text: str, expected: str) -> None:
    """Spaces that the source has are kept."""
    assert decode_stream(f"{answer}[;0]\0".encode(), [text]) == [expected]


class TestAlignment:
    """As many answers as texts, each its own."""

    def test_nasty_segments_stay_aligned(self, engine: ApertiumEngine) -> None:
        """Three hundred hostile texts between known sentences move none of these."""
        chance = random.Random(7)
        nasty = [*PIECES]
        while len(nasty) < 300:
            glue = chance.choice(("", " "))
            nasty.append(glue.join(chance.choice(PIECES) for _ in range(chance.randint(2, 6))))
        nasty = [text for text in nasty if max(map(len, text.split()), default=0) < 9_000]
        answers = engine.translate([text for piece in nasty for text in (piece, FRENCH)], "fr", "es")
        assert len(answers) == 2 * len(nasty)
        assert {answer.text for answer in answers[1::2]} == {SPANISH}
        assert [bool(a.text) for a in answers[::2]] == [bool(text.strip()) for text in nasty]

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        st.lists(
            st.one_of(st.text(st.characters()), st.lists(st.sampled_from(PIECES)).map("".join)), max_size=8
        )
    )
    def test_any_texts_align_or_are_refused(self, engine: ApertiumEngine, texts: list[str]) -> None:
        """Any list of texts gets as many answers, or an ``EngineError`` and nothing else."""
        try:
            answers = engine.translate([*texts, FRENCH], "fr", "es")
        except EngineError as error:
            assert "\n" not in error.message  # noqa: PT017 -- most lists are not refused
        else:
            assert len(answers) == len(texts) + 1
            assert answers[-1].text

    def test_long_documents_do_not_deadlock(self, engine: ApertiumEngine) -> None:
        """Far more text than all the pipes hold goes through."""
        answers = engine.translate([FRENCH] * 8_000, "fr", "es")
        assert {answer.text for answer in answers} == {SPANISH}
        assert len(answers) == 8_000

    def test_overlong_texts_are_refused(self, engine: ApertiumEngine) -> None:
        """A word or text beyond the limits raises before anything is started, and says which."""
        with pytest.raises(EngineError, match=r"text 2 has a word of 10,001 characters"):
            engine.translate([FRENCH, "x" * 10_001], "fr", "es")
        with pytest.raises(EngineError, match=r"text 1 has 100,003 characters"):
            engine.translate(["le " * 33_334 + "x"], "fr", "es")


class TestMisbehaviour:
    """External programs that hang, crash, flood or lie."""

    def test_programs_that_only_echo_are_believed(self, tmp_path: Path) -> None:
        """The harness of these tests works: programs that copy their input translate to the same text."""
        answers = program(tmp_path, "exec cat").translate([FRENCH, "a ~ [b] ^"], "fr", "es")
        assert [answer.text for answer in answers] == [FRENCH, "a ~ [b] ^"]

    def test_hangs_end_in_time_with_all_processes(self, tmp_path: Path) -> None:
        """Programs that never answer, nor read, are killed with their children; all wait at the same time.

        The wait is for each answer, and the message counts those that came. A program that answers all,
        closes its output and then stays is not waited for either.
        """
        never = "echo $$ >> {0}/pids; sleep 900 & echo $! >> {0}/pids; wait"
        hangs = {
            "one": (never, 1, r"Apertium fra-spa: .*hangs"),
            "many": (never, 20_000, r"Apertium fra-spa: .*hangs"),
            "after some": (
                "printf 'x[;0]\\0'; head -c 1 >/dev/null; sleep 900",
                3,
                r"hangs: no answer for \d s, 1 answers before",
            ),
            "at the end": ("cat; exec >&- 2>&-; sleep 900", 1, "hangs"),
        }

        engines = {}
        for name, (body, _, _) in hangs.items():  # all are written before one is started
            folder = tmp_path / name.replace(" ", "-")
            folder.mkdir()
            engines[name] = program(folder, body.format(folder), stall=3)

        def message(name: str) -> str:
            with pytest.raises(EngineError) as hang:
                engines[name].translate([FRENCH] * hangs[name][1], "fr", "es")
            return hang.value.message

        with ThreadPoolExecutor(len(hangs)) as pool:
            said = dict(zip(hangs, pool.map(message, hangs), strict=True))
        for name, (_, _, expected) in hangs.items():
            assert re.search(expected, said[name]), name
        for name in ("one", "many"):
            pids = [int(line) for line in (tmp_path / name / "pids").read_text().split()]
            assert len(pids) == 4
            # The children of the programs are not ours to wait for: they die in their own time.
            deadline = time.monotonic() + 300
            while any(map(runs, pids)) and time.monotonic() < deadline:
                time.sleep(0.02)
            assert not [pid for pid in pids if runs(pid)]

    @pytest.mark.parametrize(
        ("body", "message"),
        [
            ("head -c 40; exit 3", "program ended with exit code 3"),
            ("cat; echo out of dictionary >&2; exit 1", "exit code 1; it said: out of dictionary"),
            ("head -c 40; kill -SEGV $$", "was ended by SIGSEGV"),
            ("exit 0", "0 answers where 40 were due"),
            ("exec true", "0 answers where 40 were due"),
        ],
    )
    def test_a_crash_is_reported(self, tmp_path: Path, body: str, message: str) -> None:
        """Whatever way a program ends early, the error says which and how."""
        with pytest.raises(EngineError, match=message) as crash:
            program(tmp_path, body).translate([FRENCH] * 40, "fr", "es")
        assert "\n" not in crash.value.message

    @pytest.mark.parametrize(
        ("body", "message"),
        [
            ("exec yes", "far more than it was asked"),
            ("printf '\\0\\0'; cat", "answers where 3 were due"),
            ("tr -d '\\000'", "0 answers where 3 were due"),
            ("sed 's/.;1.//'", "not its own"),
            ("sed 's/Le chat noir[^[]*//g'", "is empty"),
            ("cat; printf 'more\\0'", "answers where 3 were due"),
            ("printf '\\377'; cat", "not UTF-8"),
        ],
    )
    def test_nonsense_is_refused(self, tmp_path: Path, body: str, message: str) -> None:
        """Answers that are too many, too few, empty, another text's or no text at all raise."""
        with pytest.raises(EngineError, match=message):
            program(tmp_path, body).translate([FRENCH] * 3, "fr", "es")

    def test_a_flood_of_complaints_blocks_nothing(self, tmp_path: Path) -> None:
        """Megabytes on standard error are drained while the answers come."""
        body = "head -c 3000000 /dev/zero | tr '\\000' x >&2; cat; head -c 3000000 /dev/zero >&2"
        answers = program(tmp_path, body).translate([FRENCH] * 3, "fr", "es")
        assert [answer.text for answer in answers] == [FRENCH] * 3

    def test_an_interrupt_leaves_nothing(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Ctrl-C during a translation kills the programs too (the fixture above looks)."""

        def interrupt(*_: object) -> None:
            raise KeyboardInterrupt

        engine = program(tmp_path, "sleep 300")
        monkeypatch.setattr("pipeline.core.processes.exchange.os.write", interrupt)
        with pytest.raises(KeyboardInterrupt):
            engine.translate([FRENCH], "fr", "es")


class TestInstallation:
    """What is offered, and what is said of it."""

    def test_without_apertium_nothing_is_offered(self, tmp_path: Path) -> None:
        """No data folder, no pairs; and asking all the same says what to do."""
        engine = ApertiumEngine(data=tmp_path / "none")
        assert engine.hops() == ()
        with pytest.raises(EngineError, match=r"no Apertium package for fr > es .*install"):
            engine.translate([FRENCH], "fr", "es")

    def test_without_programs_nothing_is_offered(self, tmp_path: Path) -> None:
        """Data without programs offer nothing."""
        assert ApertiumEngine(programs=tmp_path).hops() == ()

    def test_a_program_that_may_not_be_run(self, tmp_path: Path) -> None:
        """A program without the right to be executed is named."""
        engine = program(tmp_path, "cat")
        (tmp_path / "program").chmod(0o644)
        assert engine.hops() == ()
        with pytest.raises(EngineError, match=r"no program .*program that can be run"):
            engine.translate([FRENCH], "fr", "es")

    def test_a_program_that_cannot_be_started(self, tmp_path: Path) -> None:
        """A file that the system cannot execute is named."""
        engine = program(tmp_path, "cat")
        (tmp_path / "program").write_bytes(b"\x7fELF nothing")
        with pytest.raises(EngineError, match=r"cannot start .*program: Exec format error"):
            engine.translate([FRENCH], "fr", "es")

    def test_one_broken_package_hides_no_other(self, tmp_path: Path) -> None:
        """Modes that cannot be read, or whose data are missing, are left out of the list."""
        engine = program(tmp_path, "cat")
        modes = tmp_path / "modes"
        (modes / "spa-cat.mode").write_text("lt-proc '/no/such/file.bin'")
        (modes / "eng-spa.mode").write_text("lt-proc 'unbalanced")
        (modes / "spa-eng.mode").write_bytes(b"\xff\xfe")
        (modes / "cat-spa.mode").write_text(" | ")
        (modes / "cat-eng.mode").mkdir()
        (modes / "README").write_text("no mode")
        assert [(hop.source, hop.target) for hop in engine.hops()] == [("fr", "es")]
        with pytest.raises(EngineError, match=r"spa-cat lacks its data file /no/such/file\.bin"):
            engine.translate(["El gato."], "es", "ca")

    def test_regional_and_debug_modes_stand_back(self, tmp_path: Path) -> None:
        """A regional variant counts only without a plain mode; debug modes never do."""
        for name in (
            "spa-cat_valencia",
            "spa-cat",
            "eng-cat_valencia",
            "fr-eo-bytecode",
            "fra-cat-tagger",
            "x-y",
        ):
            (tmp_path / "modes").mkdir(exist_ok=True)
            (tmp_path / "modes" / f"{name}.mode").write_text("lt-proc")
        found = {pair: path.stem for pair, path in apertium_modes.find_modes(tmp_path).items()}
        assert found == {("es", "ca"): "spa-cat", ("en", "ca"): "eng-cat_valencia"}

    def test_identity_names_package_version_and_licence(self, engine: ApertiumEngine) -> None:
        """The identity is that of the Debian package, with its licence in SPDX terms."""
        identity = engine.identity("fr", "es")
        assert identity.engine_version.startswith("apertium 3.")
        assert (identity.package, identity.licence) == ("apertium-fr-es", "GPL-2.0-only")
        assert identity.version[0].isdigit()
        assert engine.identity("fr", "ca").licence == "GPL-2.0-or-later AND GPL-3.0-or-later"

    def test_digest_covers_mode_and_data_in_order(self, tmp_path: Path) -> None:
        """``sha256`` is that of a ``sha256sum`` listing, and follows a change of the data at once."""
        engine = program(tmp_path, "cat")
        (tmp_path / "b.bin").write_bytes(b"b")
        (tmp_path / "a.bin").write_bytes(b"a")
        mode = tmp_path / "modes" / "fra-spa.mode"
        mode.write_text(f"lt-proc {tmp_path}/b.bin | lt-proc $1 '{tmp_path}/a.bin' {tmp_path}/b.bin")

        def listing() -> str:
            files = (mode, tmp_path / "b.bin", tmp_path / "a.bin")
            lines = "".join(f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.name}\n" for p in files)
            return hashlib.sha256(lines.encode()).hexdigest()

        before = engine.identity("fr", "es")
        assert before.sha256 == listing()
        assert (before.version, before.licence) == ("unknown", "unknown")
        (tmp_path / "a.bin").write_bytes(b"changed")
        assert engine.identity("fr", "es").sha256 == listing() != before.sha256


def runs(pid: int) -> bool:
    """Tell whether a process is there and not a zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@given(
    st.lists(
        st.sampled_from(
            [
                "lt-proc",
                "'/a/b.bin'",
                "'a b'",
                '"c"',
                "|",
                "||",
                "$1",
                "-g",
                "#",
                "\\x",
                "'",
                "é",
                "\u00a0",
                "x'y'",
            ]
        )
        | st.sampled_from([" ", "  ", "\n", "\t", "\x0b", ""]),
        max_size=9,
    ).map("".join)
)
def test_a_mode_is_split_as_a_shell_splits_it(line: str) -> None:
    """A line of plain words takes a short way, and has the words that the long way finds."""

    def words(text: str) -> list[str] | str:
        try:
            return apertium_modes._words(text)
        except ValueError as error:
            return str(error)

    found = words(line)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(apertium_modes, "_PLAIN_LINE", re.compile("(?!)"))
        assert found == words(line)


def test_the_modes_of_debian_take_the_short_way(engine: ApertiumEngine) -> None:
    """All of them are read when a run begins."""
    paths = [*Path("/usr/share/apertium/modes").glob("*.mode")]
    assert paths
    assert all(apertium_modes._PLAIN_LINE.fullmatch(path.read_text(encoding="utf-8")) for path in paths)
