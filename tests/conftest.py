"""What many tests need: real packages, a real engine, and the data that some machines have."""

from __future__ import annotations

import ctypes
import gc
import http.server
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import tomllib
import unicodedata
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

from pipeline.detect import word_frequencies
from tests.support.peak_memory import PeakMemory

ROOT = Path(__file__).parents[1]
MODELS = ROOT / "tests" / "fixtures" / "argos"
CT2 = ROOT / "tests" / "fixtures" / "ct2"
"""CTranslate2 model folders as the converters leave them, and what is expected of them."""
EXAMPLES = ROOT / "examples"
NEWS = ROOT.parent / "shared" / "data"
"""News documents that are not part of the project; what needs them is skipped where they are absent."""
PEAK_MIB = 640
"""Most memory that a process which runs tests may take at once, so that a small machine can run them ..."""
PEAK_ALONE_MIB = 800
"""... and one that runs them all by itself: it loads what two workers have between them."""
COVERAGE_MIB = 30
"""What the counts of coverage take beside the tests: 15 MiB were measured."""

C_LIBRARY = ctypes.CDLL(None)


def pytest_configure(config: pytest.Config) -> None:
    """Watch the memory of each process that runs tests, and keep what is needed once out of it."""
    shared = getattr(config, "workerinput", {}).get("workercount", 1) > 1
    counted = COVERAGE_MIB if config.pluginmanager.has_plugin("_cov") else 0
    config.pluginmanager.register(PeakMemory((PEAK_MIB if shared else PEAK_ALONE_MIB) + counted))
    if not hasattr(config, "workerinput"):
        _have_hypothesis_know_its_characters()


@pytest.fixture(autouse=True, scope="session")
def _interruptible() -> None:
    """Let SIGINT interrupt: a suite that runs in the background of a shell inherits that it is ignored."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _have_hypothesis_know_its_characters() -> None:
    """Have a process of its own list what UTF-8 can encode: that takes 200 MiB, and the list is kept."""
    kept = ROOT / ".hypothesis" / "unicode_data" / unicodedata.unidata_version
    if not list(kept.glob("*utf-8*")):
        script = "from hypothesis import strategies; strategies.text().validate()"
        subprocess.run([sys.executable, "-c", script], check=True, cwd=ROOT)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Leave out what looks for garbage: it would look through all tests again and again."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Look for garbage once a module, for its syntax trees are some: 10 MiB in all, which the next can use.

    What tests are made of stays to the end, so it is not looked through again, here or later.
    """
    report = yield
    if isinstance(collector, pytest.Module):
        gc.collect()
        gc.freeze()
    return report


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest tests, those of the documents' commands, so that no core waits in the end."""
    items.sort(key=lambda item: item.path.name != "test_docs.py")


@pytest.fixture(autouse=True, scope="session")
def _home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what the tester has installed and measured out of the tests.

    What is compiled at the first use is shared by all tests of the session, those of other processes too.
    """
    base = tmp_path_factory.getbasetemp()
    with pytest.MonkeyPatch.context() as patch:
        shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
        patch.setenv("XDG_CACHE_HOME", str(shared / "cache-home"))
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data-home")))
        patch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("config-home")))
        yield


@pytest.fixture(autouse=True, scope="module")
def _words_are_let_go() -> Iterator[None]:
    """Keep lists of words, some 40 MB, and answers to texts no longer than the tests of a module need them.

    A long text can take 30 MB of answers. What was let go is given back to the system, too; the C library
    keeps much of it otherwise.
    """
    yield
    word_frequencies.frequencies_of.cache_clear()
    for name, module in list(sys.modules.items()):
        for kept in vars(module).values() if name.startswith("pipeline.") else ():
            if hasattr(kept, "cache_parameters") and kept.cache_parameters()["maxsize"] is not None:
                kept.cache_clear()
    if hasattr(C_LIBRARY, "malloc_trim"):
        C_LIBRARY.malloc_trim(0)


@pytest.fixture(scope="session")
def argos_packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the test models with argostranslate's own installer, and return the packages' folder.

    The installer imports sentence splitters after it has unpacked, for nothing that an install needs: empty
    modules stand in for them, in a process of its own.
    """
    home = tmp_path_factory.mktemp("argos-home")
    (home / "stanza.py").write_text("")
    (home / "minisbd.py").write_text("class SBDetect: pass\nclass models: pass\n")
    folder = home / "packages"
    script = (
        "import sys; from pathlib import Path; from argostranslate import package;"
        "[package.install_from_path(Path(name)) for name in sys.argv[1:]]"
    )
    environment = {
        **os.environ,
        "HOME": str(home),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "ARGOS_PACKAGES_DIR": str(folder),
        "PYTHONPATH": str(home),
    }
    models = [str(path) for path in sorted(MODELS.glob("*.argosmodel"))]
    subprocess.run([sys.executable, "-c", script, *models], check=True, env=environment, capture_output=True)
    return folder


@pytest.fixture(scope="session")
def lingua() -> Iterator[None]:
    """Have lingua know few languages, not 75, whose models take 1.2 GB, and by three letters at most.

    By five, as it is asked in earnest, two languages take 150 MB as well.
    """
    found = pytest.importorskip("lingua")
    names = ("CZECH", "SLOVAK")
    few = [getattr(found.Language, name) for name in names]
    small = found.LanguageDetectorBuilder.from_languages(*few).with_low_accuracy_mode().build()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipeline.detect.lingua._detector", lambda: small)
        yield


@pytest.fixture(scope="session")
def apertium() -> None:
    """Skip where Apertium is not installed; ``make test`` installs it on Debian."""
    if shutil.which("apertium") is None:
        pytest.skip("Apertium is not installed")


@pytest.fixture(scope="session")
def news() -> Path:
    """Return the folder of news documents; skip where it is absent."""
    if not NEWS.is_dir():
        pytest.skip("no news documents beside the project")
    return NEWS


@pytest.fixture(scope="session")
def stories() -> list[list[dict[str, str]]]:
    """Return the phrasebook that the test models translate exactly: stories of sentences in fr, en and es."""
    with (MODELS / "phrasebook.toml").open("rb") as file:
        return [story["sentence"] for story in tomllib.load(file)["story"]]


@pytest.fixture(scope="session")
def phrasebook(stories: list[list[dict[str, str]]]) -> list[dict[str, str]]:
    """Return the phrasebook's sentences in one list."""
    return [sentence for story in stories for sentence in story]


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[dict[str, object]]]:
    """Serve an index and the test packages on this machine; the rows may be changed by a test."""
    site = tmp_path / "site"
    site.mkdir()
    rows: list[dict[str, object]] = []

    class Handler(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *args: object, **kwargs: object) -> None:
            super().__init__(*args, directory=str(site), **kwargs)  # type: ignore[arg-type]

        def do_GET(self) -> None:
            (site / "index.json").write_text(json.dumps(rows))
            super().do_GET()

        def log_message(self, *args: object) -> None:
            """Keep quiet."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    address = f"http://127.0.0.1:{server.server_port}"
    for path in MODELS.glob("*.argosmodel"):
        (site / path.name).write_bytes(path.read_bytes())
        source, _, target = path.stem.removeprefix("translate-").partition("_")
        rows.append(
            {
                "package_version": "1.0",
                "argos_version": "1.9",
                "from_code": source,
                "from_name": source,
                "to_code": target,
                "to_name": target,
                "links": [f"{address}/{path.name}"],
                "code": path.stem,
            }
        )
    monkeypatch.setenv("ARGOS_PACKAGE_INDEX", f"{address}/")  # for processes that a test starts, too
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield rows
    server.shutdown()
    thread.join()
    server.server_close()
