"""What a run is asked to do: command line over file over defaults."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.core.errors import UsageError
from pipeline.core.records import Length
from pipeline.run.configuration.config import (
    RunConfig,
    load_config,
    memory_file,
    model_places,
)
from pipeline.run.configuration.options import Options
from pipeline.run.configuration.places import models_folder, packages_folder, quality_file
from pipeline.translate.engines.argos.settings import index_address
from pipeline.translate.engines.neural.hardware import Hardware


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in an empty folder, with nothing said by the environment."""
    monkeypatch.chdir(tmp_path)
    for name in ("ARGOS_PACKAGES_DIR", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", "/home/reader")
    return tmp_path


def config(**options: object) -> RunConfig:
    """Load with these options and two inputs."""
    return load_config(["news", "more"], Options(**options))  # type: ignore[arg-type]


def test_workers(tmp_path: Path) -> None:
    """One, unless the file or the command line says otherwise; none is too few."""
    assert config(to=("es",)).workers == 1
    (tmp_path / "depeche.toml").write_text('[run]\nto = ["es"]\nworkers = 3\n')
    assert (config().workers, config(workers=2).workers) == (3, 2)
    with pytest.raises(UsageError, match="--workers 0: must be 1 or more"):
        config(workers=0)


def test_defaults() -> None:
    """Only the languages must be named."""
    loaded = config(to=("es",))
    assert loaded.settings.targets == ("es",)
    assert loaded.settings.source == "auto"
    assert loaded.settings.kinds == ("full", "summary")
    assert loaded.settings.engine == "auto"
    assert loaded.settings.length == Length(unit="sentences", value=5)
    assert (loaded.profile, loaded.hardware) == ("default", Hardware())
    assert loaded.out == Path("outputs")
    assert loaded.folder == Path("outputs") / loaded.run_id


def test_the_file_fills_in_what_the_command_line_leaves_open(elsewhere: Path) -> None:
    """``depeche.toml`` in the working folder is read without being named."""
    (elsewhere / "depeche.toml").write_text('[run]\nto = ["fr"]\nfrom = "en"\nwords = 50\nout = "there"\n')
    loaded = config(to=("es,ca",))
    assert loaded.settings.targets == ("ca", "es")
    assert loaded.settings.source == "en"
    assert loaded.settings.length == Length(unit="words", value=50)
    assert loaded.out == Path("there")


def test_a_query_is_a_setting(elsewhere: Path) -> None:
    """Results depend on it, so another one makes another run; white space around it does not."""
    (elsewhere / "depeche.toml").write_text('[run]\nto = ["fr"]\nquery = "the bridge"\ncharacters = 280\n')
    loaded = config()
    assert loaded.settings.query == "the bridge"
    assert loaded.settings.length == Length(unit="characters", value=280)
    assert config(query=" the\nbridge ").run_id == loaded.run_id
    assert config(query="the river").run_id != loaded.run_id


def test_a_length_on_the_command_line_replaces_the_file_s(elsewhere: Path) -> None:
    """The three ways to give a length are one choice."""
    (elsewhere / "depeche.toml").write_text('[run]\nto = ["fr"]\nwords = 50\n')
    assert config(ratio=0.2).settings.length == Length(unit="ratio", value=0.2)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[run\n", "is not TOML"),
        ("[run]\nlanguages = 3\n", ":2:1: run.languages: is not known; known: to from out"),
        ('[run]\nsentences = "3"\n', "sentences: must be a whole number"),
        ("[digests]\ntop = 3\n", ":1:2: digests: is not known; did you mean digest?"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(elsewhere: Path, content: str, message: str) -> None:
    """The error names the file and the key."""
    path = elsewhere / "my.toml"
    path.write_text(content)
    with pytest.raises(UsageError, match=message) as caught:
        load_config(["news"], Options(), file=path)
    assert str(path) in caught.value.message


def test_a_file_that_is_named_must_be_there(elsewhere: Path) -> None:
    """Only the default one may be missing."""
    with pytest.raises(UsageError, match="cannot be read: No such file"):
        load_config(["news"], Options(to=("es",)), file=elsewhere / "none.toml")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "--to: name at least one language"),
        ({"to": ("xx",)}, "--to: unknown language 'xx'; known: ar bg"),
        ({"to": ("es",), "source": "klingon"}, "--from: unknown language 'klingon'"),
        ({"to": ("es",), "variants": ("half",)}, "--variants half: no such variant; known: full summary"),
        ({"to": ("es",), "sentences": 0}, "--sentences 0: must be 1 or more"),
        ({"to": ("es",), "words": -1}, "--words -1: must be 1 or more"),
        ({"to": ("es",), "ratio": 1.5}, "--ratio 1.5: must be above 0 and at most 1"),
        ({"to": ("es",), "ratio": float("nan")}, "--ratio nan"),
        ({"to": ("es",), "ratio": 0.5, "words": 9}, "--ratio and --words cannot be used together"),
        ({"to": ("es",), "profile": "slow"}, "--profile slow: no such choice; known: default fast best"),
        ({"to": ("es",), "device": "tpu"}, "--device tpu: no such choice; known: auto cpu cuda"),
        ({"to": ("es",), "compute_type": "int3"}, "--compute-type int3: no such choice; known: default auto"),
        ({"to": ("es",), "run_id": "../up"}, "--run-id '../up': must be one folder name"),
        ({"to": ("es",), "run_id": ".hidden"}, "--run-id '.hidden'"),
        ({"to": ("es",), "run_id": "a\nb"}, "--run-id"),
    ],
)
def test_an_option_that_cannot_be_used_is_refused(options: dict[str, object], message: str) -> None:
    """The error names the option and what would do."""
    with pytest.raises(UsageError, match=message.replace("(", r"\(").replace("?", r"\?")):
        config(**options)


def test_the_same_command_gives_the_same_run_id() -> None:
    """So that it goes on where it stopped; another input or setting is another run."""
    assert config(to=("es", "ca")).run_id == config(to=("ca,es",)).run_id
    assert config(to=("es",)).run_id != config(to=("ca",)).run_id
    assert config(to=("es",)).run_id != config(to=("es",), profile="fast").run_id
    assert config(to=("es",)).run_id.startswith("news-")
    assert load_config(["-"], Options(to=("es",))).run_id.startswith("run-")
    ids = {load_config([f"https://me:{word}@a.example/"], Options(to=("es",))).run_id for word in ("s3", "x")}
    assert len(ids) == 1  # and no password can be told from it
    assert ids.pop().startswith("a-")


def test_the_packages_folder_is_argostranslate_s_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Found as argostranslate finds it, by the same environment and settings, without importing it."""
    assert packages_folder() == Path("/home/reader/.local/share/argos-translate/packages")
    monkeypatch.setenv("XDG_DATA_HOME", "/data")
    assert packages_folder() == Path("/data/argos-translate/packages")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    file = tmp_path / "argos-translate" / "settings.json"
    file.parent.mkdir()
    for content in ('{"ARGOS_PACKAGES_DIR": 7}', "[]", "{", "[" * 100_000):  # counts as empty
        file.write_text(content)
        assert packages_folder() == Path("/data/argos-translate/packages")
    file.write_text(
        '{"ARGOS_PACKAGES_DIR": "/chosen", "ARGOS_PACKAGE_INDEX": "https://mirror.example/argos/"}'
    )
    assert packages_folder() == Path("/chosen")
    assert index_address() == "https://mirror.example/argos/index.json"
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", "/models")
    assert packages_folder() == Path("/models")
    assert config(to=("es",), packages="mine").packages == Path("mine")


def test_models_and_measurements_lie_beside_argos_s_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the user's data folder, wherever that is."""
    assert models_folder() == Path("/home/reader/.local/share/depeche/models")
    monkeypatch.setenv("XDG_DATA_HOME", "/data")
    assert models_folder() == Path("/data/depeche/models")
    assert quality_file() == Path("/data/depeche/route_quality.toml")


def test_models_are_declared_in_the_file(elsewhere: Path) -> None:
    """Paths are taken from the file's own folder; every command reads the one in the working folder."""
    (elsewhere / "depeche.toml").write_text(
        '[[model]]\npath = "m"\nkind = "nllb"\n[[model]]\npath = "/abs"\npair = "fr-es"\n'
    )
    declared = model_places().declared
    assert [item.path for item in declared] == [str(elsewhere / "m"), "/abs"]
    assert (declared[0].kind, declared[1].pair) == ("nllb", "fr-es")
    assert config(to=("es",)).models == model_places()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('[model]\npath = "m"\n', r"write \[\[model\]\], not \[model\]"),
        ('[[model]]\nkind = "nllb"\n', "model.1.path: "),
        ('[[model]]\npath = "m"\nkind = "gpt"\n', "model.1.kind: "),
        ('[[model]]\npath = "m"\nlicense = "MIT"\n', "model.1.license: "),
    ],
)
def test_a_slip_in_a_declaration_is_an_error(elsewhere: Path, content: str, message: str) -> None:
    """With the file, the place and what is wrong."""
    (elsewhere / "depeche.toml").write_text(content)
    with pytest.raises(UsageError, match=message):
        model_places()


def test_runs_in_a_folder_share_a_memory(elsewhere: Path) -> None:
    """Another file can be named, or none; the command line outranks the file here too."""
    assert config(to=("es",)).memory == Path("outputs/.memory.sqlite")
    assert config(to=("es",), out="there").memory == Path("there/.memory.sqlite")
    (elsewhere / "depeche.toml").write_text('[run]\nto = ["fr"]\nmemory = "off"\n')
    assert config().memory is None
    assert config(memory="mine.sqlite").memory == Path("mine.sqlite")
    with pytest.raises(UsageError, match="--memory off: this command needs a memory; name its file"):
        memory_file(Options())
    assert memory_file(Options(memory="mine.sqlite")) == Path("mine.sqlite")


def test_the_detector_is_kept_in_the_settings(elsewhere: Path) -> None:
    """Results depend on it, so a run with another one is another run."""
    assert config(to=("es",)).settings.detector == "langdetect"
    (elsewhere / "depeche.toml").write_text('[run]\ndetector = "lingua"\n')
    assert config(to=("es",)).settings.detector == "lingua"
    assert config(to=("es",), detector="langdetect").settings.detector == "langdetect"
