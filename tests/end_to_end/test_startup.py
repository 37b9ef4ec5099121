"""What short commands load and read: nothing that they can do without."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.large_digest import large_digest

NEWS = "The mayor said on Monday that the schools of the town will stay closed. Parents were told by mail.\n"
PROBE = """
import json, sys
before = set(sys.modules)  # what watches the tests may have loaded some
opened = []
sys.addaudithook(
    lambda event, args: opened.append(str(args[0])) if event in ("open", "subprocess.Popen") else None
)
from pipeline.__main__ import main
sys.argv = ["depeche", *sys.argv[1:]]
try:
    main()
except SystemExit as ended:
    code = ended.code
sys.stderr.write(json.dumps([code or 0, sorted(set(sys.modules) - before), opened]))
"""


def started(place: Path, *words: str) -> tuple[set[str], list[str]]:
    """Run ``depeche`` with these words; return the modules that it loaded and the files that it opened.

    Programs that it started are among these.
    """
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *words], cwd=place, capture_output=True, text=True, check=True
    )
    code, modules, opened = json.loads(done.stderr.splitlines()[-1])
    assert code == 0, done.stderr
    return set(modules), opened


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Return a working folder with a document."""
    (tmp_path / "news.txt").write_text(NEWS)
    return tmp_path


def test_help_loads_no_library_but_typer(place: Path) -> None:
    """Nor the languages, the records or the stages."""
    heavy = ("numpy", "pydantic", "langdetect", "py3langid", "sumy", "nltk", "ctranslate2", "languages.read")
    ours = ("pipeline.core.records", "pipeline.detect.detector", "pipeline.summarise.words")
    modules, _ = started(place, "--help")
    assert modules.isdisjoint((*heavy, *ours))


def test_detection_loads_none_of_the_libraries_whose_tables_it_reads(place: Path) -> None:
    """After the first time: numpy alone is needed, and no file is parsed again."""
    started(place, "detect", "news.txt")
    modules, opened = started(place, "detect", "news.txt")
    heavy = (
        "pydantic",
        "langdetect",
        "py3langid",
        "msgpack",
        "sumy",
        "nltk",
        "tomllib",
        "importlib.metadata",
    )
    ours = ("pipeline.translate", "pipeline.core.contract", "pipeline.core.codec", "pipeline.check")
    assert modules.isdisjoint((*heavy, *ours))
    assert "numpy" in modules
    assert [path for path in opened if path.endswith(".tables")]


def test_a_summary_loads_no_engine_and_little_of_nltk(place: Path) -> None:
    """The stemmers of sumy are loaded without the rest of it and of NLTK."""
    started(place, "summarise", "news.txt", "--sentences", "1")
    modules, _ = started(place, "summarise", "news.txt", "--sentences", "1")
    assert modules.isdisjoint(("nltk", "requests", "pycountry", "ctranslate2", "tomllib", "langdetect"))


@pytest.mark.usefixtures("apertium")
def test_a_run_without_a_change_loads_no_check_and_starts_no_program(place: Path) -> None:
    """Versions and folders are as the run before found them, so it has nothing to translate or to write."""
    words = ("run", "news.txt", "--to", "es", "--engine", "apertium", "--out", "runs", "--quiet")
    _, opened = started(place, *words)
    assert any("apertium-tagger" in path for path in opened)
    modules, opened = started(place, *words)
    idle = ("check.rules", "write.assemble", "write.layout.segments", "run.steps.finish")
    assert modules.isdisjoint(("numpy", "nltk", "pydantic", *(f"pipeline.{name}" for name in idle)))
    assert [path for path in opened if path.endswith(("/apertium", "dpkg-query")) or "-proc" in path] == []


@pytest.mark.parametrize("command", ["verify", "site"])
def test_a_run_with_a_digest_is_looked_at_without_numpy(tmp_path: Path, command: str) -> None:
    """What quotes are compared with is text, and records are read by what was compiled the first time."""
    large_digest(tmp_path, times=1)
    started(tmp_path, command, "outputs/run")
    modules, _ = started(tmp_path, command, "outputs/run")
    assert modules.isdisjoint(("numpy", "nltk", "ctranslate2", "pydantic"))


def answer(place: Path) -> tuple[int, str, str]:
    """Return exit code, output and messages of a detection."""
    words = [sys.executable, "-c", "from pipeline.__main__ import main; main()", "detect", "news.txt"]
    done = subprocess.run(words, cwd=place, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> tuple[int, str, str]:
    """Return the answer with the cache that all tests have."""
    place = tmp_path_factory.mktemp("usual")
    (place / "news.txt").write_text(NEWS)
    return answer(place)


@pytest.mark.parametrize("home", ["empty", "read-only", "none", "full of damage"])
def test_answers_do_not_depend_on_the_cache(
    place: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, usual: tuple[int, str, str], home: str
) -> None:
    """With an empty cache, with none, and with one that is damaged: the same line, and nothing else."""
    assert usual == (0, usual[1], "")
    assert usual[1].startswith("en\t")
    cache = tmp_path / "cache-home"
    cache.mkdir()
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    if home == "read-only":
        (cache / "depeche").write_text("")  # root may write anywhere else
    elif home == "none":
        monkeypatch.delenv("XDG_CACHE_HOME")
        monkeypatch.delenv("HOME", raising=False)
    elif home == "full of damage":
        answer(place)
        for path in (cache / "depeche" / "tables").iterdir():
            content = bytearray(path.read_bytes())
            content[len(content) // 2] ^= 255
            path.write_bytes(content)
    assert answer(place) == usual


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [("--version", 0, "depeche "), ("nonsense", 2, ""), ("detect news.txt", 0, "en\t")],
)
def test_a_program_ends_as_python_does(place: Path, words: str, code: int, said: str) -> None:
    """What was printed is there, what waits for the end is done, and the exit code is the command's."""
    ending = "import atexit; atexit.register(lambda: print('done', flush=False))"
    source = f"{ending}; from pipeline.__main__ import program; program()"
    command = [sys.executable, "-c", source, *words.split()]
    done = subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)
    assert done.returncode == code
    assert done.stdout.startswith(said)
    assert done.stdout.endswith("done\n")


def test_a_thread_that_is_at_work_is_waited_for(place: Path) -> None:
    """A process does not end before its other threads do, unless these are to end with it."""
    thread = "import threading, time; threading.Thread(target=lambda: (time.sleep(1), print('late'))).start()"
    source = f"{thread}; from pipeline.__main__ import program; program()"
    done = subprocess.run(
        [sys.executable, "-c", source, "--version"], cwd=place, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0
    assert done.stdout.endswith("late\n")
