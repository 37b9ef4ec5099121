"""What would bring a route that is missing, by the packages that apt knows and the languages of Argos."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

import languages
from pipeline.core.records import Hop
from pipeline.translate.engines.apertium import debian
from pipeline.translate.routes.finder import Routes
from tests.support.fakes import FakeEngine

DEBIAN = """apertium-all-dev apertium-ca-it apertium-dan-nor apertium-en-es apertium-en-gl apertium-eng-cat
apertium-eng-spa apertium-eo-en apertium-es-gl apertium-es-pt apertium-es-ro apertium-fra-cat apertium-isl-swe
apertium-oci-fra apertium-por-cat apertium-pt-gl apertium-spa-cat apertium-swe-nor apertium-lex-tools"""


@pytest.fixture(autouse=True)
def _apt(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let apt know the same packages on every machine."""
    monkeypatch.setattr(debian, "known_packages", lambda: frozenset(DEBIAN.split()))


def over(*pairs: str) -> Routes:
    """Return routes over Apertium's hops between such pairs as ``en>es``."""
    ends = [pair.split(">") for pair in pairs]
    hops = tuple(Hop(engine="fake", source=a, target=b, method="rule-based") for a, b in ends)
    return Routes([FakeEngine(offered=hops)])


@pytest.mark.parametrize(
    ("installed", "source", "target", "commands"),
    [
        # One package more, where one does: the best measured route.
        (("en>es",), "en", "gl", ("depeche languages install en gl", "apt install apertium-en-gl")),
        (("en>es", "es>en"), "en", "pt", ("depeche languages install en pt", "apt install apertium-es-pt")),
        (("fr>ca",), "fr", "oc", ("apt install apertium-oci-fra",)),
        (("sv>da",), "sv", "nb", ("depeche languages install sv nb", "apt install apertium-swe-nor")),
        # Several packages, where it takes several.
        ((), "en", "oc", ("apt install apertium-eng-cat apertium-fra-cat apertium-oci-fra",)),
        # No package of Apertium's, or one that translates the other way only.
        (("en>es",), "en", "ja", ("depeche languages install en ja",)),
        (("en>es",), "es", "ro", ("depeche languages install es ro",)),
        (("es>en",), "ro", "en", ("depeche languages install ro en", "apt install apertium-es-ro")),
        # Nothing that we know of.
        (("en>es",), "oc", "ja", ("depeche languages install --help",)),
        # Into a language, from any other.
        (("en>es",), None, "gl", ("depeche languages install gl", "apt install apertium-en-gl")),
        (("es>ca",), None, "en", ("depeche languages install es en", "apt install apertium-eng-spa")),
        ((), None, "ja", ("depeche languages install ja",)),
    ],
)
def test_the_commands_that_bring_a_route(
    installed: tuple[str, ...], source: str | None, target: str, commands: tuple[str, ...]
) -> None:
    """Argos's packages first, which are neural; of Debian's the fewest, and of these the best."""
    assert over(*installed).would_bring(source, target) == commands


@pytest.mark.parametrize(
    ("engines", "commands"),
    [
        (("argos",), ("depeche languages install en gl",)),
        (("apertium",), ("apt install apertium-en-gl",)),
        (
            ("argos", "ct2/nllb", "apertium"),
            ("depeche languages install en gl", "apt install apertium-en-gl"),
        ),
        (("ct2/nllb",), ("depeche languages install --help",)),
    ],
)
def test_only_what_the_engines_asked_for_would_use_is_named(
    engines: tuple[str, ...], commands: tuple[str, ...]
) -> None:
    """With ``--engine argos``, a package of Apertium's would change nothing."""
    found = Routes([FakeEngine(name=name, offered=()) for name in engines])
    assert found.would_bring("en", "gl") == commands


def test_every_pair_of_languages_has_a_command() -> None:
    """Or has a route already."""
    routes = over("en>es", "es>en")
    for source in languages.codes():
        for target in languages.codes():
            if source != target and not routes.leads(source, target):
                commands = routes.would_bring(source, target)
                assert commands
                assert all(
                    line.startswith(("depeche languages install ", "apt install ")) for line in commands
                )
                assert f"run: {commands[0]}" in routes.why_none(source, target)


def test_the_gaps_of_a_language_are_filled_by_what_brings_the_missing_ends() -> None:
    """A way in; where there is one, the ways out; none where all are there."""
    routes = over("en>es", "es>en", "es>ca", "en>ca", "fr>ca")
    assert routes.fills("gl") == ("depeche languages install gl", "apt install apertium-es-gl")
    assert routes.fills("en") == ()
    assert routes.fills("ca") == ("depeche languages install ca en", "apt install apertium-eng-cat")
    assert routes.fills("fr") == ("depeche languages install fr", "apt install apertium-fra-cat")


def test_apt_is_asked_once_and_may_be_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it, or where it fails, only what depeche installs itself is named."""
    monkeypatch.undo()
    monkeypatch.setenv("PATH", str(tmp_path))
    debian.known_packages.cache_clear()
    assert debian.known_packages() == frozenset()
    assert over("en>es").would_bring("en", "gl") == ("depeche languages install en gl",)
    program = tmp_path / "apt-cache"
    program.write_text('#!/bin/sh\necho "apertium-en-gl"\necho x >> "$0.asked"\n')
    program.chmod(0o755)
    debian.known_packages.cache_clear()
    try:
        for _ in range(2):
            assert over("en>es").would_bring("en", "gl")[1:] == ("apt install apertium-en-gl",)
        assert (
            subprocess.run(["/bin/cat", f"{program}.asked"], capture_output=True, check=True).stdout == b"x\n"
        )
        debian.known_packages.cache_clear()
        program.write_text("#!/bin/none\n")
        assert debian.known_packages() == frozenset()
    finally:
        debian.known_packages.cache_clear()
