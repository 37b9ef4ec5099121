"""Runs to be read, and what a page says of itself."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

from pipeline.core.contract import RunRecord
from tests.support.digest_runs import news, run_over, write

MARKDOWN = """---
title: Les quais de Corvanne rouverts
---

Les quais ont **rouvert** mercredi, voir https://corvanne.example/quais pour les horaires.

```
rm -rf <quais>
```

- Le premier bateau est parti à 8 h 30.

(Northbridge Wire)
"""


def run_to_read(folder: Path, **more: object) -> tuple[Path, RunRecord]:
    """Return a run over a few reports, one in a language that no route leads from and one of no text."""
    texts = {**news(), "quais.md": MARKDOWN, "empty": ""}
    return run_over([write(folder / "news", texts)], folder / "out", **more)  # type: ignore[arg-type]


class Page(HTMLParser):
    """Collects what a page is made of: elements, links, places to link to, and words by language."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.words: list[tuple[str, str]] = []
        """The language of the nearest element that names one, and the words."""
        self._open: list[tuple[str, str]] = []
        self.feed(content)
        self.close()
        self.left_open = [tag for tag, _ in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        named = dict(attrs)
        self.tags.add(tag)
        if named.get("href"):
            self.links.append(str(named["href"]))
        if named.get("id"):
            self.ids.append(str(named["id"]))
        if tag not in ("meta", "link", "br"):
            inherited = self._open[-1][1] if self._open else ""
            self._open.append((tag, named.get("lang") or inherited))

    def handle_endtag(self, tag: str) -> None:
        """Note its end, which must be that of the one opened last."""
        opened, _ = self._open.pop()
        assert opened == tag, f"</{tag}> ends <{opened}>"

    def handle_data(self, data: str) -> None:
        """Note words."""
        if data.strip() and self._open[-1][0] != "style":
            self.words.append((self._open[-1][1], data.strip()))

    def text(self, language: str) -> list[str]:
        """Return the words in one language."""
        return [words for code, words in self.words if code == language]
