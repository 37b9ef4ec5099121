"""Options are declared once: what a declaration says is what a run does."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from pathlib import Path

import pytest

from pipeline.core.errors import UsageError
from pipeline.core.option import DeclaredOption, declared_options, with_values
from pipeline.detect.detector import open_detector
from pipeline.run.configuration.cluster import ClusterSettings
from pipeline.run.configuration.config import RunConfig, load_config
from pipeline.run.configuration.options import Options, merge_options, with_defaults
from pipeline.run.configuration.reference import keys_as_markdown, reference_rows
from pipeline.run.configuration.settings import KINDS
from pipeline.summarise.methods.table import METHODS
from pipeline.translate.engines import table
from pipeline.translate.engines.neural.decoding import PROFILES
from pipeline.translate.engines.neural.hardware import DEVICES

DECLARED = {item.name: item for item in declared_options(Options)}

SAMPLES: dict[str, object] = {
    "to": ("fr",),
    "source": "en",
    "out": "there",
    "run_id": "mine",
    "engine": "ct2",
    "variants": ("summary",),
    "sentences": 7,
    "ratio": 0.25,
    "words": 50,
    "characters": 280,
    "query": "the bridge",
    "method": "lexrank",
    "detector": "lingua",
    "packages": "packages",
    "profile": "fast",
    "device": "cpu",
    "compute_type": "int8",
    "threads": 3,
    "workers": 2,
    "executor": "dask",
    "scheduler": "tcp://127.0.0.1:8786",
    "tls_ca": "mine.pem",
    "tls_cert": "mine.pem",
    "tls_key": "mine.pem",
    "mixed": True,
    "memory": "off",
    "glossary": ("terms.csv",),
    "quotes": "target",
    "tidy": "all",
    "locale_numbers": "all",
    "strict": ("numbers",),
    "sign": "key.pem",
    "follow": True,
    "all_text": True,
    "ocr": True,
    "strict_inputs": True,
    "keep_format": True,
    "allow_host": ("news.local",),
    "contact": "news@example.org",
    "pace": 2.5,
}
"""A value that is not the default, for each option."""

TLS = {"scheduler": "tls://127.0.0.1:8786", "tls_ca": "a.pem", "tls_cert": "a.pem", "tls_key": "a.pem"}
COMPANY: dict[str, dict[str, object]] = {
    "mixed": {"executor": "dask"},
    **{name: {other: value for other, value in TLS.items() if other != name} for name in TLS},
    "scheduler": {},
}
"""What else must be said for an option to mean something."""


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in an empty folder with a glossary, with nothing said by the environment."""
    monkeypatch.chdir(tmp_path)
    for name in ("ARGOS_PACKAGES_DIR", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", "/home/reader")
    for name in ("a.pem", "mine.pem"):
        (tmp_path / name).write_text("-----BEGIN CERTIFICATE-----\n")
    (tmp_path / "terms.csv").write_text("en,es\nbridge,puente\n")
    return tmp_path


def loaded(options: Options, file: Path | None = None) -> RunConfig:
    """Load with a name of its own, so that two runs differ in what the options say alone."""
    return load_config(["news"], merge_options(Options(to=("es",), run_id="r"), options), file=file)


def test_every_field_is_declared_and_every_option_tried() -> None:
    """Whoever adds an option declares it, and gives a sample of it here."""
    assert list(DECLARED) == [field.name for field in fields(Options)]
    assert DECLARED.keys() == SAMPLES.keys()


@pytest.mark.parametrize("name", DECLARED)
def test_no_option_is_lost_on_the_way(name: str, elsewhere: Path) -> None:
    """Said on the command line or in the file, it changes the configuration, and in the same way."""
    company = COMPANY.get(name, {})
    said = loaded(with_values(Options(), {**company, name: SAMPLES[name]}))
    assert said != loaded(with_values(Options(), TLS if name.startswith("tls_") else company))
    key = DECLARED[name].key
    (elsewhere / "my.toml").write_text(f"[run]\n{key} = {json.dumps(SAMPLES[name])}\n")
    given = Options(to=() if name == "to" else ("es",), run_id=None if name == "run_id" else "r")
    given = with_values(given, company)
    assert load_config(["news"], given, file=Path("my.toml")) == said


@pytest.mark.parametrize("item", DECLARED.values(), ids=DECLARED)
def test_a_default_that_is_declared_is_the_default(item: DeclaredOption) -> None:
    """To say it changes nothing; to say nothing, or an empty text, means it."""
    default = item.option.default
    if default is not None:
        assert loaded(with_values(Options(), {item.name: default})) == loaded(Options())
        assert getattr(with_defaults(Options()), item.name) == default
    if isinstance(default, str):
        assert getattr(with_defaults(with_values(Options(), {item.name: ""})), item.name) == default


def test_a_length_that_is_given_replaces_the_default_one() -> None:
    """The ways to give a length are one choice, with the default among them."""
    whole = with_defaults(Options(words=50))
    assert (whole.sentences, whole.words) == (None, 50)
    assert with_defaults(Options(sentences=2)).sentences == 2


def test_layers_can_be_put_together_in_any_number() -> None:
    """What is above outranks what is below; what it leaves open stays; an empty text is said, too."""
    file, line = Options(engine="ct2", query="the river", glossary=("a",)), Options(query="", workers=2)
    assert merge_options(file, line) == replace(file, query="", workers=2)
    assert merge_options(Options(), file) == merge_options(file, Options()) == file


def test_a_help_names_all_that_can_be_chosen() -> None:
    """The words stand in the declaration, which loads none of the parts that have them."""
    for name, choices in {
        "engine": ("auto", "ct2", *table.ENGINE_NAMES),
        "variants": KINDS,
        "profile": PROFILES,
        "device": DEVICES,
        "detector": ("langdetect", "lingua"),
    }.items():
        words = DECLARED[name].option.help.replace(",", " ").replace(".", " ").split()
        assert set(choices) <= {*words}, name
    assert open_detector(str(DECLARED["detector"].option.default))
    assert DECLARED["method"].option.default == next(iter(METHODS))


def test_the_reference_is_made_from_the_declarations() -> None:
    """A row an option, in their order; a bar in a value does not part a cell."""
    lines = keys_as_markdown().splitlines()
    assert lines[0].startswith("| key | option |")
    assert [line.split("`")[1] for line in lines[2:]] == [item.key for item in DECLARED.values()]
    rows = {row.key: row for row in reference_rows()}
    assert (rows["from"].flag, rows["from"].type, rows["from"].default) == ("--from", "text", "auto")
    assert (rows["to"].type, rows["threads"].type, rows["ratio"].type) == (
        "list of texts",
        "whole number",
        "number",
    )
    assert rows["variants"].default == "full,summary"
    assert next(line for line in lines if "`memory`" in line) == (
        "| `memory` | `--memory FILE\\|off` | text | .memory.sqlite, beside the runs | "
        f"{rows['memory'].help} |"
    )
    assert {line.replace("\\|", "").count("|") for line in lines} == {6}


def test_a_cluster_may_have_a_table_of_its_own(elsewhere: Path) -> None:
    """Beneath ``[run]``; who names a scheduler means it, unless the work is to be done here."""
    (elsewhere / "my.toml").write_text('[cluster]\nscheduler = "tcp://127.0.0.1:8786"\nmixed = true\n')
    found = load_config(["news"], Options(to=("es",)), file=Path("my.toml")).cluster
    assert found == ClusterSettings(scheduler="tcp://127.0.0.1:8786", mixed=True)
    here = Options(to=("es",), executor="local")
    assert load_config(["news"], here, file=Path("my.toml")).cluster is None
    (elsewhere / "my.toml").write_text('[cluster]\nmixed = "yes"\n')
    with pytest.raises(UsageError, match=r"my\.toml:2:1: cluster\.mixed: must be true or false"):
        load_config(["news"], Options(to=("es",)), file=Path("my.toml"))
    (elsewhere / "my.toml").write_text('[cluster]\nscheduler = "x"\ntls_ca = "a.pem"\n')
    with pytest.raises(UsageError, match=r"tls-cert: is missing"):
        load_config(["news"], Options(to=("es",)), file=Path("my.toml"))
    (elsewhere / "my.toml").write_text('[run]\nexecutor = "ray"\n')
    with pytest.raises(UsageError, match=r"my\.toml:2:1: run\.executor: ray: must be local or dask"):
        load_config(["news"], Options(to=("es",)), file=Path("my.toml"))
