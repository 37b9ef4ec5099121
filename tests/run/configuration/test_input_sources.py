"""``[source.NAME]`` of ``depeche.toml``."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.core.errors import UsageError
from pipeline.read.reference import Reference
from pipeline.run.configuration.config import load_config
from pipeline.run.configuration.file import read_file
from pipeline.run.configuration.input_sources import named_places
from pipeline.run.configuration.options import Options
from pipeline.run.inputs import InputSearch


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def written(place: Path, text: str) -> Path:
    """Write the file."""
    file = place / "depeche.toml"
    file.write_text(text)
    return file


def test_a_source_has_what_it_says_and_else_what_runs_have(place: Path) -> None:
    """Hosts that are allowed add up."""
    file = written(
        place,
        '[run]\nto = ["es"]\npace = 3\ncontact = "a@x.example"\nallow_host = ["one"]\n'
        '[source.wire]\ninputs = ["drop/", "feed:https://x.example/rss"]\nopml = "list.opml"\n'
        'follow = true\nuser_agent = "Wire Desk"\nallow_host = ["Two"]\n',
    )
    config = load_config(["source:wire", "more/"], Options(), file=file)
    source = config.sources["source:wire"]
    assert (source.name, source.inputs, source.opml) == (
        "wire",
        ("drop/", "feed:https://x.example/rss"),
        "list.opml",
    )
    fetch = source.fetch
    assert (fetch.follow, fetch.pace, fetch.contact, fetch.user_agent) == (
        True,
        3,
        "a@x.example",
        "Wire Desk",
    )
    assert fetch.allowed_hosts == ("one", "two")
    assert (config.fetch.follow, config.fetch.user_agent, config.fetch.allowed_hosts) == (False, "", ("one",))
    assert named_places(read_file(file, lambda _: None), config.inputs) == (
        "drop/",
        "feed:https://x.example/rss",
        "list.opml",
        "more/",
    )


def test_a_source_names_the_fields_of_its_records(place: Path) -> None:
    """What is not named is left open, and an empty name means that there is none."""
    file = written(
        place, '[source.wire]\ninputs = ["a.csv"]\n[source.wire.fields]\ntext = "corps"\noutlet = ""\n'
    )
    fields = load_config(["source:wire"], Options(to=("es",)), file=file).sources["source:wire"].fields
    assert (dict(fields.paths), fields.table) == ({"text": "corps", "outlet": ""}, "[source.wire.fields]")


def test_the_inputs_of_a_source_are_read_by_its_fields(place: Path) -> None:
    """Other inputs are read by what is guessed; a table in an old encoding is read as any text is."""
    file = written(
        place,
        '[source.wire]\ninputs = ["odd.dat"]\n[source.wire.fields]\ntext = "zwei"\ntitle = "eins"\n',
    )
    (place / "odd.dat").write_text("eins|zwei\nA|The bridge closes.\n")
    words = "La préfecture a fermé l’école du village après l’inondation, a déclaré le maire jeudi soir."
    (place / "wire.csv").write_bytes(f"titre;texte\nÉcole;{words}\n".encode("cp1252"))
    config = load_config(["source:wire", "wire.csv"], Options(to=("es",)), file=file)
    said: list[str] = []
    first, second = InputSearch(config).all(said.append)
    assert isinstance(first, Reference)
    assert isinstance(second, Reference)
    assert (second.source, second.origin) == ("wire", "odd.dat#2")
    assert b"The bridge closes." in (second.content or b"")
    assert words.encode() in (first.content or b"")
    assert said == ["wire.csv: title = titre, text = texte (guessed; set [source.NAME.fields])"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", r"source:wire: there is no \[source.wire\].*no \[source.NAME\] at all"),
        ('[source.wires]\ninputs = ["a"]', r"there is no \[source.wire\].*wires"),
        ("[source.wire]", r"depeche.toml:1:\d+: source.wire: names nothing"),
        ('[source.wire]\ninput = ["a"]', r"2:1: source.wire.input: is not known; .*inputs"),
        (
            '[source.wire]\ninputs = ["a"]\n[source.wire.fields]\ntitel = "a"',
            r"fields.titel: is not known; .*title",
        ),
        ('[source.wire]\ninputs = ["a"]\nfields = 5', r"source.wire.fields: is a table"),
        ('[source.wire]\ninputs = ["a"]\nfields.text = 2', r"source.wire.fields.text: must be a text"),
        ('[source.wire]\ninputs = ["-"]', r"source.wire.inputs.1: name a file"),
        ('[source.wire]\ninputs = ["source:b"]', r"source.wire.inputs.1: name a file"),
        ('[source.wire]\ninputs = ["a"]\npace = -1', r"3:1: source.wire.pace: must be 0 or more"),
        (
            '[source.wire]\ninputs = ["a"]\nallow_host = ["x/y"]',
            r"source.wire.allow_host: must be the",
        ),
        ('[source.wire]\ninputs = ["a"]\ncontact = "(x)"', r"3:1: source.wire.contact: must be an address"),
        ('[source.wire]\ninputs = ["a"]\nfollow = "yes"', r"3:1: source.wire.follow: must be true or false"),
    ],
)
def test_what_is_wrong_has_its_place(place: Path, text: str, words: str) -> None:
    """In a line, with what is allowed."""
    with pytest.raises(UsageError, match=words) as raised:
        load_config(["source:wire"], Options(to=("es",)), file=written(place, text))
    assert "\n" not in raised.value.message
