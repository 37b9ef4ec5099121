"""Models that do not load, in ways that would take the process with them."""

from __future__ import annotations

import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from pipeline import packages
from pipeline.core.errors import PackageError
from pipeline.packages.inspect import trial, trial_child
from tests.support.packing import FILE, TOP, repack, visible

with zipfile.ZipFile(FILE) as opened:
    MODEL = opened.read(f"{TOP}/model/model.bin")
    VOCABULARY = opened.read(f"{TOP}/model/shared_vocabulary.json")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return an unpacked package."""
    with zipfile.ZipFile(FILE) as archive:
        archive.extractall(tmp_path / "unpacked")
    return tmp_path / "unpacked" / TOP


@pytest.mark.parametrize(
    "replace",
    [
        {"model/model.bin": b""},
        {"model/model.bin": b"\x80\x05garbage" * 100},
        {"model/model.bin": MODEL[: len(MODEL) // 2]},
        {"model/model.bin": MODEL[:4] + b"\xff" * 40 + MODEL[44:]},
        {"model/shared_vocabulary.json": b"[]"},
        {"model/shared_vocabulary.json": VOCABULARY[:100]},
        {"model/config.json": b"{"},
        {"sentencepiece.model": b"garbage"},
        {"sentencepiece.model": b""},
    ],
)
def test_a_package_that_ctranslate2_does_not_load_is_refused(
    tmp_path: Path, replace: dict[str, bytes]
) -> None:
    """Truncated, garbage, with a vocabulary or a tokenizer that is none; nothing of it is installed."""
    bad = repack(tmp_path / "bad.argosmodel", replace=replace)
    with pytest.raises(PackageError, match=r"refused, for its model does not load: .") as caught:
        packages.install_file(bad, tmp_path / "packages")
    assert "\n" not in caught.value.message
    assert visible(tmp_path / "packages") == []


def test_a_model_that_claims_terabytes_does_not_get_them(folder: Path) -> None:
    """The trial's memory is limited, so the machine is not driven to its knees first."""
    name = b"decoder/embeddings/weight\0"
    header = struct.pack("<I", 6) + struct.pack("<H", 16) + b"TransformerSpec\0" + struct.pack("<II", 7, 1)
    claim = struct.pack("<H", len(name)) + name + struct.pack("<BII", 2, 2**31, 2**31)
    (folder / "model" / "model.bin").write_bytes(header + claim + struct.pack("<BI", 0, 2**32 - 1))
    with pytest.raises(PackageError, match="its model does not load"):
        trial.check_loads(folder, "it")


def test_too_little_memory_is_a_refusal(folder: Path) -> None:
    """Whatever the libraries do about it."""
    with pytest.raises(PackageError, match="its model does not load"):
        trial.check_loads(folder, "it", memory=64 * 2**20)


def test_a_limit_that_the_user_has_set_already_is_kept(folder: Path) -> None:
    """It cannot be raised, and need not be."""
    script = (
        "import resource, sys; from pathlib import Path; from pipeline.packages.inspect import trial;"
        "resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30)); trial.check_loads(Path(sys.argv[1]), 'it')"
    )
    subprocess.run([sys.executable, "-c", script, str(folder)], check=True)


@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "loading it ended in SIGSEGV"),
        ("import os; os.abort()", "loading it ended in SIGABRT"),
        ("raise SystemExit(7)", "loading it ended with exit code 7"),
        ("import time; time.sleep(900)", r"its model does not load within 0\.5 seconds"),
    ],
)
def test_a_crash_or_a_hang_is_a_refusal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, message: str
) -> None:
    """Native code that dies takes its own process with it and nothing else."""
    (tmp_path / "child.py").write_text(script)
    monkeypatch.setattr(trial_child, "__file__", str(tmp_path / "child.py"))
    with pytest.raises(PackageError, match=message):
        trial.check_loads(tmp_path, "it", timeout=0.5 if "sleep" in script else 600)


def test_nothing_in_the_working_folder_is_imported(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even a module that is called like one that is needed."""
    (tmp_path / "ctranslate2.py").write_text("raise SystemExit(9)")
    monkeypatch.chdir(tmp_path)
    trial.check_loads(folder, "it")


def test_a_package_with_bpe_codes_loads(tmp_path: Path) -> None:
    """The older kind of tokenizer."""
    codes = {f"{TOP}/bpe.model": b"#version: 0.2\na b\n"}
    old = repack(tmp_path / "old.argosmodel", drop="sentencepiece", extra=codes)
    assert packages.install_file(old, tmp_path / "packages").version == "1.0"


def test_bpe_codes_that_are_none_are_refused(tmp_path: Path) -> None:
    """They are text, in pairs."""
    codes = {f"{TOP}/bpe.model": b"\xff\x00 three words here\n"}
    bad = repack(tmp_path / "bad.argosmodel", drop="sentencepiece", extra=codes)
    with pytest.raises(PackageError, match="its model does not load"):
        packages.install_file(bad, tmp_path / "packages")


def test_a_prefix_for_the_target_language_is_used(tmp_path: Path) -> None:
    """As models of several languages need it."""
    model = repack(tmp_path / "x.argosmodel", metadata={"target_prefix": "▁The"})
    assert packages.install_file(model, tmp_path / "packages").target_prefix == "▁The"


def test_a_package_under_trial_has_no_network() -> None:
    """Whatever of it runs: the process refuses what a socket would need."""
    script = (
        "import pathlib, runpy, socket\n"
        f"main = runpy.run_path({trial_child.__file__!r})['main']\n"
        "try: main(pathlib.Path('/nowhere'), 10**12)\n"
        "except Exception: socket.socket()"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert "PermissionError: it reached for the network" in done.stderr
