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
        ("[run]\nsentence = 3\n", ":2:1: run.sentence: is not known; did you mean sentences?"),
        ('[run]\nrun-id = "a"\n', ":2:1: run.run-id: is not known; did you mean run_id?"),
        ('[run]\n\n  Source = "fr"\n', ":3:3: run.Source: is not known; did you mean from?"),
        ('[run]\nsource = "fr"\n', ":2:1: run.source: is not known; did you mean from?"),
        ("[run]\nquestion_of_the_day = 3\n", ":2:1: run.question_of_the_day: is not known; known: to from"),
        ("run.from = 3\n", ":1:1: run.from: must be a text, in quotation marks"),
        ("[run]\nto = [\n  'é', 3,\n]\n", ":3:8: run.to.2: must be a text"),
        ('run = {to = "fr"}\n', ":1:8: run.to: must be a list, such as ["),
        ("[run]\nratio = true\n", ":2:1: run.ratio: must be a number"),
        ('[[model]]\nkind = "nllb"\n', ":1:3: model.1.path: is missing"),
        (
            '[[model]]\npath="m"\nkind="opus-mt"\n[[model]]\npath="n"\nkind="gpt"\n',
            ":6:1: model.2.kind: must be 'opus-mt'",
        ),
        ('[[model]]\npath = "m"\nlicense = "MIT"\n', ":3:1: model.1.license: is not known; did you mean"),
        ("model = [1]\n", ":1:1: model: is a list of tables: write [[model]], not [model]"),
        ("run = 1\n", ":1:1: run: is a table: write [run]"),
        ("\ufeff[run]\nengin = 'x'\n", ":2:1: run.engin: is not known; did you mean engine?"),
        ("\n[runs.b]\n", ":2:2: runs: is not known; did you mean run?"),
        ("\n[runs]\n", ":2:2: runs: is not known; did you mean run?"),
        ("[run]\nto = [\n", ": is not TOML: Invalid value (at end of document)"),
        ("[run]\nto = 3x\n", ":2:7: is not TOML: "),
        ("[run]\nengine = 'foo'\n", ":2:1: run.engine: foo: no such engine; known: auto "),
        ("[run]\nthreads = 0\n", ":2:1: run.threads: 0: must be 1 or more"),
        ("[run]\nratio = 3.0\n", ":2:1: run.ratio: 3.0: "),
        ("[run]\nmethod = 'newz'\n", ":2:1: run.method: newz: no such choice; known: news "),
    ],
)
def test_a_slip_is_told_with_its_place(tmp_path: Path, content: str, message: str) -> None:
    """Line, column and key as they stand in the file, and the nearest right key where there is one."""
    path = tmp_path / "my.toml"
    path.write_text(content)
    with pytest.raises(UsageError) as caught:
        load_config(["news"], Options(to=("es",)), file=path)
    assert caught.value.message.startswith(f"{path}{message}")
    assert "\n" not in caught.value.message
