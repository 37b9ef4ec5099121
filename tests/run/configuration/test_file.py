"""A slip in ``depeche.toml`` is a line that says where it is and what was meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.core.errors import UsageError
from pipeline.run.configuration.config import load_config
from pipeline.run.configuration.options import Options


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[run]\nsentence = 3\n", "run: sentence: is not known; did you mean sentences?"),
        ('[run]\nrun-id = "a"\n', "run: run-id: is not known; did you mean run_id?"),
        ('[run]\nSource = "fr"\n', "run: Source: is not known; did you mean from?"),
        ('[run]\nsource = "fr"\n', "run: source: is not known; did you mean from?"),
        ("[run]\nquestion_of_the_day = 3\n", "run: question_of_the_day: is not known; known: to from out"),
        ("[run]\nfrom = 3\n", "run: from: must be a text, in quotation marks"),
        ("[run]\nto = [3]\n", "run: to.0: must be a text"),
        ('[run]\nto = "fr"\n', "run: to: must be a list, such as ["),
        ("[run]\nratio = true\n", "run: ratio: must be a number"),
        ('[[model]]\nkind = "nllb"\n', "model 1: path: is missing"),
        ('[[model]]\npath = "m"\nkind = "gpt"\n', "model 1: kind: must be 'opus-mt'"),
        ('[[model]]\npath = "m"\nlicense = "MIT"\n', "model 1: license: is not known; did you mean licence?"),
        ("model = [1]\n", "model: is a list of tables: write [[model]], not [model]"),
        ("run = 1\n", "run: is a table: write [run]"),
        ("[runs]\n", "unknown table 'runs'; known: run, model"),
    ],
)
def test_a_slip_is_told_with_its_place(tmp_path: Path, content: str, message: str) -> None:
    """Keys are named as they stand in the file; the nearest right one is named where there is one."""
    path = tmp_path / "my.toml"
    path.write_text(content)
    with pytest.raises(UsageError) as caught:
        load_config(["news"], Options(to=("es",)), file=path)
    assert caught.value.message.startswith(f"--config {path}: {message}")
    assert "\n" not in caught.value.message
