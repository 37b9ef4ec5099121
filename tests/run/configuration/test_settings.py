"""Values of options that no later step could use are refused at once, wherever they were given."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.core.errors import UsageError
from pipeline.run.configuration.config import load_config
from pipeline.run.configuration.options import Options
from pipeline.run.configuration.settings import run_settings

BYTES = "a\udcffb"
"""As Python has an argument that is no UTF-8."""


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (Options(to=("es",), query=BYTES), "--query"),
        (Options(to=("es",), engine=BYTES), "--engine"),
        (Options(to=("es",), method=BYTES), "--method"),
        (Options(to=("es",), detector=BYTES), "--detector"),
        (Options(to=("es", BYTES)), "--to"),
        (Options(to=("es",), strict=(BYTES,)), "--strict"),
    ],
)
def test_a_text_that_is_no_utf_8_is_refused(options: Options, said: str) -> None:
    """It could not be written to a record."""
    with pytest.raises(UsageError, match=rf"{said} a\\xffb: holds bytes that are no UTF-8"):
        run_settings(options)


def test_names_of_files_may_be_any_bytes(tmp_path: Path) -> None:
    """A file system takes them, and so does depeche."""
    config = load_config([], Options(to=("es",), out=f"{tmp_path}/{BYTES}"))
    assert config.out.name == BYTES


@pytest.mark.parametrize(("name", "text"), [("threads", "threads = 0"), ("workers", "workers = 0")])
def test_a_number_below_its_least_is_refused_in_a_file_too(tmp_path: Path, name: str, text: str) -> None:
    """The command line refuses it itself."""
    file = tmp_path / "depeche.toml"
    file.write_text(f"[run]\nto = ['es']\n{text}\n")
    with pytest.raises(UsageError, match=rf"toml:3:1: run.{name}: 0: must be 1 or more"):
        load_config([], Options(), file=file)


def test_a_key_that_is_not_named_is_no_run_without_a_signature() -> None:
    """``--sign "$KEY"`` with an empty variable must not pass for a run that nobody wanted signed."""
    with pytest.raises(UsageError, match="--sign: names no file"):
        load_config([], Options(to=("es",), sign=""))
