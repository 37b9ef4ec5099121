"""The project's own documents as tests read them: their blocks, links and the paths that they name."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

from tests.support.reference import entries

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted(
    [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "outputs/README.md", ROOT / "languages/README.md"]
)
"""Every page that somebody is meant to read."""
_OWN = ("pipeline", "tests", "bench", "languages", "docs", "examples", ".ci")
"""Folders of the repository; a path below one of them that a document names must be there."""
_QUOTED = re.compile(r"`+([\w.*{},-]+(?:/[\w.*{},-]*)+)`+")
_MODULE_ALONE = re.compile(r"``([a-z_]\w*\.py)``")
_LINK = re.compile(r"\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)")


def name(path: Path) -> str:
    """Return a document's path as people write it."""
    return str(path.relative_to(ROOT))


def blocks(path: Path, kind: str) -> list[str]:
    """Return a document's code blocks of one kind."""
    return re.findall(rf"^```{kind}\n(.*?)^```", path.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


def commands(path: Path, kind: str = "sh") -> list[str]:
    """Return a document's shell commands, one a line, in order; those of ``console`` without their prompt."""
    text = "\n".join(blocks(path, kind)).replace("\\\n", " ")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines if kind == "sh" else [line[2:] for line in lines if line.startswith("$ ")]


def links(path: Path) -> Iterator[tuple[Path, str]]:
    """Yield where a document's links within the project lead: a file, and a heading in it or nothing."""
    for target, heading in _LINK.findall(path.read_text(encoding="utf-8")):
        yield (path.parent / target if target else path), heading


def headings(path: Path) -> set[str]:
    """Return what a link can name in a document, as GitHub makes it of each heading."""
    text = re.sub(r"^```.*?^```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def lost_paths(path: Path) -> list[str]:
    """Return the paths of the repository that a document or a module names and that are not there.

    What has a slash is looked for from the root, from ``pipeline/``, ``tests/`` and from the file's own
    folder; the name of a module alone, in a module, from its own folder and those around it.
    """
    text = path.read_text(encoding="utf-8")
    around = [path.parent, *(folder for folder in path.parents if folder.is_relative_to(ROOT))]
    lost = []
    for found in _QUOTED.findall(text):
        ours = found.split("/")[0] in _OWN or found.endswith(".py")
        if ours and not any(
            _is_there(place, found) for place in (*around, ROOT / "pipeline", ROOT / "tests")
        ):
            lost.append(found)
    if path.name == "__init__.py":
        lost += [
            found for found in _MODULE_ALONE.findall(text) if not any((p / found).exists() for p in around)
        ]
    return lost


def _is_there(folder: Path, pattern: str) -> bool:
    braces = re.search(r"\{([^}]*)\}", pattern)
    if braces:
        return all(_is_there(folder, pattern.replace(braces[0], part)) for part in braces[1].split(","))
    return bool(list(folder.glob(pattern))) if "*" in pattern else (folder / pattern).exists()


def unknown_options(command: str) -> list[str]:
    """Return the options in a shell command that the command of depeche which it calls does not have."""
    known = {entry.name: entry for entry in entries()}
    unknown = []
    for part in re.split(r"[|;&]", command):
        try:
            words = shlex.split(part.partition("<")[0])
        except ValueError:  # a quotation that holds one of these signs
            continue
        if not words or words[0] != "depeche":
            continue
        names = [" ".join(words[:count]) for count in range(len(words), 0, -1)]
        entry = known[next(name for name in names if name in known)]
        has = {option for parameter in entry.command.get_params(entry.context) for option in parameter.opts}
        unknown += [word for word in words if word.startswith("--") and word not in has]
    return unknown
