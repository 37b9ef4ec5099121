"""Where values of options come from, and which of them counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.core.errors import UsageError
from pipeline.digest.request import DigestOptions
from pipeline.run.configuration.config import load_config
from pipeline.run.configuration.file import read_file
from pipeline.run.configuration.options import Options
from pipeline.run.configuration.positions import positions
from pipeline.run.configuration.sources import OptionLayer, OptionSource, environment_options, option_sources
from pipeline.run.digest import checked_request

TEXT = """# a comment
top = ["é", 'x', # more
  "y"]
[run]
"se n" = 3
a.b = {c = 1, d = [1, {e = 2}]}
[[model]]
path = "m"
[model.sub]
x = 1
[[model]]
path = "n"
[job."a b".digest]
top = 3
"""


def test_the_environment_stands_between_command_line_and_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A variable gives a list, a number or a text; an empty one gives nothing."""
    (tmp_path / "my.toml").write_text('[run]\nto = ["fr"]\nsentences = 7\nengine = "ct2"\nmethod = "lead"\n')
    for name, value in [
        ("TO", "es,ca"),
        ("SENTENCES", "4"),
        ("ENGINE", ""),
        ("METHOD", "news"),
        ("RATIO", ""),
    ]:
        monkeypatch.setenv(f"DEPECHE_{name}", value)
    config = load_config(["news"], Options(method="luhn"), file=tmp_path / "my.toml")
    settings = config.settings
    assert (settings.targets, settings.length.value, settings.engine) == (("ca", "es"), 4, "ct2")
    assert settings.method == "luhn"


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("SENTENCES", "many", "DEPECHE_SENTENCES: 'many': must be a whole number"),
        ("RATIO", "1,5", "DEPECHE_RATIO: '1,5': must be a number"),
        ("ENGINE", "magic", "DEPECHE_ENGINE: magic: no such engine"),
        ("TO", "xx", "DEPECHE_TO: unknown language 'xx'"),
    ],
)
def test_a_variable_that_cannot_be_used_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, message: str
) -> None:
    """Not the option, which nobody has given."""
    monkeypatch.setenv(f"DEPECHE_{name}", value)
    with pytest.raises(UsageError) as caught:
        load_config(["news"], Options(to=() if name == "TO" else ("es",)))
    assert caught.value.message.startswith(message)


def test_a_digest_has_its_own_table_and_variables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``sentences`` of a digest is another number than that of a run."""
    path = tmp_path / "my.toml"
    path.write_text('[run]\nsentences = 9\n[digest]\nsentences = 2\ntop = 4\npivot = "es"\n')
    file = read_file(path, lambda _: None)
    monkeypatch.setenv("DEPECHE_SENTENCES", "8")
    monkeypatch.setenv("DEPECHE_DIGEST_TOP", "5")
    wanted = checked_request(DigestOptions(pivot="fr"), file)
    assert (wanted.sentences, wanted.top, wanted.pivot, wanted.since) == (2, 5, "fr", None)
    monkeypatch.setenv("DEPECHE_DIGEST_TOP", "0")
    with pytest.raises(UsageError, match=r"^DEPECHE_DIGEST_TOP: 0: must be 1 or more"):
        checked_request(DigestOptions(), file)
    path.write_text("[digest]\ntop = 0\n")
    monkeypatch.delenv("DEPECHE_DIGEST_TOP")
    with pytest.raises(UsageError, match=r"toml:2:1: digest\.top: 0: must be 1 or more"):
        checked_request(DigestOptions(), read_file(path, lambda _: None))


def test_every_option_has_a_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one that counts, with its place."""
    path = tmp_path / "my.toml"
    path.write_text('[run]\nto = ["fr"]\n  engine = "ct2"\n')
    monkeypatch.setenv("DEPECHE_TO", "es")
    file = read_file(path, lambda _: None)
    layers = (
        OptionLayer(source="option", options=Options(method="lead")),
        OptionLayer(source="environment", options=environment_options(Options)),
        OptionLayer(source="file", options=file.run_options()),
    )
    found = {row.key: row for row in option_sources(Options, layers, file)}
    assert found["method"] == OptionSource(key="method", value="lead", source="option")
    assert found["to"] == OptionSource(key="to", value=("es",), source="environment", place="DEPECHE_TO")
    assert found["engine"] == OptionSource(key="engine", value="ct2", source="file", place=f"{path}:3:3")
    assert found["detector"] == OptionSource(key="detector", value="langdetect", source="default")


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_key_has_its_place(end: str) -> None:
    """In tables within tables, in lists, on one line and on several; columns count characters."""
    found = {path: (at.line, at.column) for path, at in positions(TEXT.replace("\n", end)).items()}
    assert found == {
        ("top",): (2, 1),
        ("top", 0): (2, 8),
        ("top", 1): (2, 13),
        ("top", 2): (3, 3),
        ("run",): (4, 2),
        ("run", "se n"): (5, 1),
        ("run", "a", "b"): (6, 1),
        ("run", "a", "b", "c"): (6, 8),
        ("run", "a", "b", "d"): (6, 15),
        ("run", "a", "b", "d", 0): (6, 20),
        ("run", "a", "b", "d", 1): (6, 23),
        ("run", "a", "b", "d", 1, "e"): (6, 24),
        ("model",): (7, 3),
        ("model", 0): (7, 3),
        ("model", 0, "path"): (8, 1),
        ("model", 0, "sub"): (9, 2),
        ("model", 0, "sub", "x"): (10, 1),
        ("model", 1): (11, 3),
        ("model", 1, "path"): (12, 1),
        ("job", "a b", "digest"): (13, 2),
        ("job", "a b", "digest", "top"): (14, 1),
    }
