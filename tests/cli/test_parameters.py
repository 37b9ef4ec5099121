"""What a dataclass of options declares is what a command takes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

import pytest
import typer
from typer.testing import CliRunner

from pipeline.cli.app import program
from pipeline.cli.languages.models import ModelOptions
from pipeline.cli.parameters import with_options
from pipeline.core.option import DeclaredOption, OptionSpec, declared_options
from pipeline.digest.request import DigestRequest
from pipeline.run.configuration.options import Options

PAINT = ("paint",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paint:
    """Options of a command that there is not."""

    colour: Annotated[
        str | None,
        OptionSpec(help="Colour of it.", metavar="NAME", flag="--in", default="red", commands=PAINT),
    ] = None
    coats: Annotated[int | None, OptionSpec(help="How many.", metavar="N", minimum=1, commands=PAINT)] = None
    not_on: Annotated[
        tuple[str, ...], OptionSpec(help="What to leave.", metavar="PART", commands=(*PAINT, "wash"))
    ] = ()
    soap: Annotated[str | None, OptionSpec(help="Which soap.", metavar="NAME", commands=("wash",))] = None


@pytest.fixture
def taken() -> list[object]:
    """Return what the command was called with."""
    return []


@pytest.fixture
def paint(taken: list[object]) -> typer.Typer:
    """Return a command line of one command, with an argument, the options, and an option of its own."""

    def paint(thing: Annotated[str, typer.Argument()] = "wall", *, given: Paint, dry: bool = False) -> None:
        """Paint a thing."""
        taken.extend((thing, given, dry))

    app = typer.Typer(rich_markup_mode=None)
    app.command()(with_options(paint, "paint"))
    return app


def test_a_command_gets_its_options_as_one_value(paint: typer.Typer, taken: list[object]) -> None:
    """They are under their fields' names, lists as tuples; what was not said is as in the dataclass."""
    words = ["--in", "blue", "--coats", "2", "--not-on", "door", "--not-on", "floor", "--dry", "house"]
    assert CliRunner().invoke(paint, words).exit_code == 0
    assert taken == ["house", Paint(colour="blue", coats=2, not_on=("door", "floor")), True]
    taken.clear()
    assert CliRunner().invoke(paint, []).exit_code == 0
    assert taken == ["wall", Paint(), False]


def test_the_help_page_says_what_is_declared(paint: typer.Typer) -> None:
    """Flag, value, help, default and least number, in the order of the fields; the docstring above them."""
    page = " ".join(CliRunner().invoke(paint, ["--help"]).output.split())
    assert "Paint a thing." in page
    assert "--in NAME Colour of it. [default: red] --coats N How many. [x>=1] --not-on PART" in page


@pytest.mark.parametrize("words", [["--soap", "green"], ["--coats", "0"], ["--coats", "two"]])
def test_what_is_not_declared_is_refused(paint: typer.Typer, taken: list[object], words: list[str]) -> None:
    """An option of another command, a number below the least, and a text for a number."""
    assert CliRunner().invoke(paint, words).exit_code == 2
    assert taken == []


def flags(command: str) -> Iterator[set[str]]:
    """Yield the flags of a command of depeche, or of each command below it that takes one of ``Options``."""
    name, _, below = command.partition(" ")
    top = vars(typer.main.get_command(program()))["commands"][name]
    declared = {item.flag for item in declared_options(Options)}
    commands = vars(top).get("commands", {command: top})
    for each in [commands[below]] if below else commands.values():
        found = {flag for parameter in each.params for flag in parameter.opts if flag.startswith("--")}
        if found & declared:
            yield found


@pytest.mark.parametrize(
    "item",
    [*declared_options(Options), *declared_options(DigestRequest), *declared_options(ModelOptions)],
    ids=lambda item: f"{item.flag}-of-{item.option.commands[0]}",
)
def test_the_commands_that_a_declaration_names_take_the_option(item: DeclaredOption) -> None:
    """All of them do, so that the reference page says nothing that the command line does not hold."""
    for command in item.option.commands:
        pages = [page for page in flags(command) if command != "languages" or item.flag in page]
        assert pages
        assert all(item.flag in page for page in pages)
