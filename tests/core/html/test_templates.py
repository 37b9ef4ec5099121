"""Markup is in templates and nowhere else, so that one place decides what becomes of words in it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import meta

from pipeline.core.html.environment import template
from pipeline.core.html.page import PACKAGE

MARKUP = re.compile(r"(?<!\?)(?<!\?P)<(?:[A-Za-z][\w:.-]*[\s/>]|/|!--|!D|\?xml)")
"""An element, a comment, a declaration; no group or look behind of a regular expression."""

NOT_OF_PAGES = {
    "translate/memory/tmx.py": "TMX is data: written in pieces, for memories that are larger than the memory",
    "translate/protect/patterns.py": "finds tags in texts",
    "publish/deliver/feed_file.py": "finds entries in a feed",
    "publish/deliver/mail/message.py": "ids and addresses in headers of mail stand in angle brackets",
    "read/markdown/inline.py": "finds tags in texts",
    "read/formats/sniff.py": "finds the first tag of a file",
    "read/formats/data/markup.py": "NITF in the form of HTML, to be read",
    "read/formats/subtitles/speech.py": "finds tags in subtitles",
    "read/formats/web/feed.py": "finds the end of a feed",
    "read/formats/web/html_text.py": "closes tags of pages that are to be read",
    "read/formats/web/xhtml.py": "finds style sheets and the declaration of XML in pages",
    "read/formats/web/item.py": "elements in the titles of feeds are taken out",
    "write/formats/mail.py": "ids in headers of mail stand in angle brackets",
    "translate/engines/argos/bpe.py": "the end of a word, as tokenizers write it",
    "translate/engines/ct2/model.py": "the end of a sentence, as models write it",
}
"""Modules that have signs of markup, and why."""

TEMPLATES = sorted(str(path.relative_to(PACKAGE)) for path in PACKAGE.rglob("*.j2"))


def literals(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield what a module writes out, with its line: what is put together whole, docstrings not."""
    documented = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant | ast.JoinedStr | ast.BinOp) and node not in documented:
            yield node.lineno, written(node)


def written(node: ast.AST) -> str:
    """Return what an expression writes, with ``x`` for what is known at run time alone."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.Constant(value=bytes(text)):
            return text.decode("latin-1")
        case ast.JoinedStr(values=values):
            return "".join(map(written, values))
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return written(left) + written(right)
        case ast.BinOp(left=left, op=ast.Mod()):
            return written(left).replace("%s", "x")
    return "x"


def markup(source: str) -> list[int]:
    """Return the lines of a module at which it writes markup."""
    return [line for line, text in literals(ast.parse(source)) if MARKUP.search(text)]


def test_no_module_writes_markup() -> None:
    """Pages are made of templates; who is excepted is named with its reason, and has such signs."""
    paths = {str(path.relative_to(PACKAGE)): path for path in PACKAGE.rglob("*.py")}
    found = {name: markup(path.read_text(encoding="utf-8")) for name, path in paths.items()}
    assert {name: lines for name, lines in found.items() if lines and name not in NOT_OF_PAGES} == {}
    assert [name for name in NOT_OF_PAGES if not found.get(name)] == []


@pytest.mark.parametrize(
    "source",
    [
        "f'<td>{words}'",
        "'<p class=' + quoted",
        "f'<{tag}>{words}'",
        "'<' + tag + '>'",
        "'<%s>' % tag",
        "'\\n'.join(rows) + '</table>'",
        "b'<br/>'",
        "'<!DOCTYPE html>'",
        "'<?xml version=\"1.0\"?>'",
    ],
)
def test_markup_is_found_however_it_is_put_together(source: str) -> None:
    """In strings, in what is filled into them, in sums."""
    assert markup(f"page = {source}") != []


@pytest.mark.parametrize("source", ["'''<p>'''", "r'(?<!x)(?P<name>a)'", "'a < b'", "f'{a}<{b}'", "'<-'"])
def test_what_is_no_markup_is_let_be(source: str) -> None:
    """A docstring that tells of an element, regular expressions, sums and comparisons."""
    assert markup(source) == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_template_lets_words_through_as_markup(name: str) -> None:
    """Escaping is never off, and the filter for text between elements is in no attribute."""
    source = (PACKAGE / name).read_text(encoding="utf-8")
    assert not re.search(r"\|\s*safe\b|\bautoescape\b", source)
    assert not re.search(r"=\s*[\"'][^\"'<>]*\{\{[^}]*\|\s*text\b", source)
    assert "=" not in re.sub(r"=\"[^\"]*\"|\{[{%#].*?[}%#]\}", "", source, flags=re.DOTALL), (
        "unquoted attribute"
    )


@pytest.mark.parametrize("name", TEMPLATES)
def test_templates_are_where_they_are_looked_for_and_name_what_there_is(name: str) -> None:
    """In a folder ``templates`` beside the module that fills them in; what they import is there too."""
    made = template(name)
    assert Path(name).parent.name == "templates"
    assert made.environment.loader is not None
    source, _, _ = made.environment.loader.get_source(made.environment, name)
    parsed = made.environment.parse(source)
    named = set(meta.find_referenced_templates(parsed))
    assert named <= set(TEMPLATES)
