"""Write what the program itself can tell of the reference: the command line's page, man pages, and keys.

    python -m tests.support.reference      (``make reference``)

All is made of what the program holds, so that no option is described twice; a test compares them with
what is in the repository. This stands beside the tests, because the test makes the same pages in memory.
click-man makes no such pages: it knows the options of click's own classes, and Typer brings its own copy of
them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

import typer.main

from pipeline.cli.app import program
from pipeline.core.option import DeclaredOption, declared_options
from pipeline.digest.request import DigestOptions
from pipeline.jobs.configuration.settings import JobOptions, KeepOptions
from pipeline.publish.deliver.settings import DELIVERY_KINDS
from pipeline.run.configuration.input_sources import FieldOptions, SourceOptions
from pipeline.run.configuration.options import Options
from pipeline.run.configuration.reference import keys_as_markdown
from pipeline.run.configuration.watches import WatchOptions

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "reference"
_KEYS = re.compile(
    r"(<!-- Keys of (\w+), made by make reference; please do not edit. -->).*?(<!-- Until here. -->)", re.S
)
TABLES: Mapping[str, type] = {
    "run": Options,
    "digest": DigestOptions,
    "job": JobOptions,
    "keep": KeepOptions,
    "watch": WatchOptions,
    "source": SourceOptions,
    "fields": FieldOptions,
}
"""The options of each table of ``depeche.toml`` whose keys the page of the configuration lists."""
COLUMNS = 100
"""Width of the help in ``cli.md``, whatever the terminal has."""

_HEAD = """# The command line

This page is the `--help` of every command. `make reference` writes it from the program; please do not edit
it. The guides say what the commands are for: [run](../guides/run.md), [digest](../guides/digest.md),
[reading pages](../guides/reading-pages.md), [glossary and memory](../guides/glossary-and-memory.md),
[models and packages](../guides/models-and-packages.md), [signing](../guides/signing.md).
[Exit codes](exit-codes.md) are the same for all of them. There is a man page for each in [man/](man/):
`man docs/reference/man/depeche-run.1`.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A command, or a group of commands, with what Typer knows of it."""

    name: str
    """As it is typed: ``depeche languages list``."""
    command: Any
    context: Any

    @property
    def page(self) -> str:
        """The name of its man page."""
        return self.name.replace(" ", "-")

    @property
    def children(self) -> tuple[str, ...]:
        """The names of a group's commands, in the order of its help."""
        return tuple(getattr(self.command, "commands", ()))


@cache
def entries() -> tuple[Entry, ...]:
    """Return every command, groups before what they hold, in the order of the help."""
    root = typer.main.get_command(program())
    context = root.make_context(
        "depeche", [], resilient_parsing=True, terminal_width=COLUMNS, max_content_width=COLUMNS
    )
    return tuple(_below(Entry(name="depeche", command=root, context=context)))


def _below(entry: Entry) -> Iterator[Entry]:
    yield entry
    for name in entry.children:
        command = entry.command.commands[name]
        context = type(entry.context)(
            command,
            info_name=name,
            parent=entry.context,
            terminal_width=COLUMNS,
            max_content_width=COLUMNS,
        )
        yield from _below(Entry(name=f"{entry.name} {name}", command=command, context=context))


def command_line() -> str:
    """Return ``cli.md``."""
    parts = [_HEAD]
    for entry in entries():
        text = "\n".join(line.rstrip() for line in entry.command.get_help(entry.context).splitlines())
        parts.append(f"## {entry.name}\n\n```text\n{text.strip()}\n```\n")
    return "\n".join(parts)


def deliveries() -> str:
    """Return ``delivery.md``."""
    parts = [_DELIVERIES]
    for kind, settings in DELIVERY_KINDS.items():
        declared: Any = settings
        said = " ".join((settings.__doc__ or "").partition(": ")[2].split())
        parts.append(f'\n## kind = "{kind}"\n\n{said[:1].upper()}{said[1:]}\n\n')
        parts.append("| key | value | default | what it says |\n|---|---|---|---|\n")
        needed = {field.name for field in fields(declared) if field.default is MISSING}
        parts += [_delivery_row(item, is_needed=item.name in needed) for item in declared_options(declared)]
    return "".join(parts)


_DELIVERIES = """# The keys of deliveries

Each table `[deliver.NAME]` of `depeche.toml` has a `kind` and the keys of that kind. `make reference`
writes this page from the program; please do not edit it. [The guide](../guides/delivery.md) says what
each kind does.
"""
_VALUES = {str: "text", int: "whole number", bool: "true or false"}


def _delivery_row(item: DeclaredOption, *, is_needed: bool) -> str:
    kinds = [kind for kind in _VALUES if kind in (item.type, *getattr(item.type, "__args__", ()))]
    value = "list of texts" if item.is_list else _VALUES[kinds[0]]
    default = "needed" if is_needed else item.default_words
    return f"| `{item.key}` | {value} | {default} | {item.option.help} |\n"


def man_pages() -> dict[str, str]:
    """Return the man pages by their file's name."""
    return {f"{entry.page}.1": _man_page(entry) for entry in entries()}


def exit_codes() -> list[tuple[str, str]]:
    """Return the exit codes and what they mean, from the table in ``exit-codes.md``."""
    text = (FOLDER / "exit-codes.md").read_text(encoding="utf-8")
    return re.findall(r"^\| ([\d, ]+) \| (.+?) \|", text, re.MULTILINE)


def _man_page(entry: Entry) -> str:
    with (ROOT / "pyproject.toml").open("rb") as file:
        version = tomllib.load(file)["project"]["version"]
    first, *more = _paragraphs(entry.command.help)
    pieces = " ".join(entry.command.collect_usage_pieces(entry.context))
    lines = [
        '.\\" Written by "make reference" from the help of the program.',
        f'.TH {entry.page.upper()} 1 "" "depeche {version}" "depeche"',
        ".SH NAME",
        f"{_roff(entry.page)} \\- {_roff(first.rstrip('.'))}",
        ".SH SYNOPSIS",
        f"\\fB{_roff(entry.name)}\\fR {_roff(pieces)}",
        ".SH DESCRIPTION",
        _roff(first),
    ]
    for paragraph in more:
        lines += [".PP", _roff(paragraph)]
    lines += _options(entry)
    if entry.children:
        lines.append(".SH COMMANDS")
        for child in entry.children:
            below = next(one for one in entries() if one.name == f"{entry.name} {child}")
            lines += [
                ".TP",
                f"\\fB{_roff(below.page)}\\fR(1)",
                _roff(_paragraphs(below.command.help)[0]),
            ]
    lines.append(".SH EXIT STATUS")
    for code, meaning in exit_codes():
        lines += [".TP", f"\\fB{code}\\fR", _roff(meaning.replace("`", ""))]
    parent, _, _ = entry.page.rpartition("-")
    if parent:
        lines += [".SH SEE ALSO", f"\\fB{_roff(parent)}\\fR(1)"]
    return "\n".join(lines) + "\n"


def _options(entry: Entry) -> Iterator[str]:
    heading = ""
    for kind, title in (("argument", "ARGUMENTS"), ("option", "OPTIONS")):
        for parameter in entry.command.get_params(entry.context):
            record = parameter.get_help_record(entry.context)
            if record is None or parameter.param_type_name != kind:
                continue
            if heading != title:
                heading = title
                yield f".SH {title}"
            yield ".TP"
            yield f"\\fB{_roff(record[0])}\\fR"
            yield _roff(record[1])


def _paragraphs(text: str) -> list[str]:
    return [" ".join(part.split()) for part in text.split("\n\n")]


def _roff(text: str) -> str:
    r"""Return words as they stand in a man page.

    >>> _roff(".a-b \\")
    '\\&.a\\-b \\e'
    """
    words = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{words}" if words.startswith((".", "'")) else words


def pages() -> dict[Path, str]:
    """Return all pages by the path that they stand at."""
    found = {FOLDER / "man" / name: text for name, text in man_pages().items()}
    configuration = FOLDER / "configuration.md"
    return {
        FOLDER / "cli.md": command_line(),
        FOLDER / "delivery.md": deliveries(),
        configuration: with_keys(configuration.read_text("utf-8")),
        **found,
    }


def with_keys(page: str) -> str:
    """Return the page of the configuration with the tables of keys that the options' declarations make."""

    def made(found: re.Match[str]) -> str:
        return f"{found[1]}\n\n{keys_as_markdown(TABLES[found[2]])}\n{found[3]}"

    return _KEYS.sub(made, page)


def main() -> None:
    """Write the pages, and take away man pages of commands that are no more."""
    wanted = pages()
    for path in set((FOLDER / "man").glob("*.1")) - set(wanted):
        path.unlink()
    for path, text in wanted.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
