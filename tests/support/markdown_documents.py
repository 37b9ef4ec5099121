"""Markdown for tests: documents drawn at random, but as people write them, and pieces to make odd ones of."""

from __future__ import annotations

import random
from collections.abc import Callable

WORDS = (
    *(
        "la",
        "digue",
        "a",
        "cédé",
        "dans",
        "la",
        "nuit",
        "et",
        "le",
        "maire",
        "parle",
        "de",
        "mille",
        "foyers",
    ),
    *(
        "sans",
        "courant",
        "port-sauvin",
        "l'agence",
        "d'après",
        "AT&T",
        "snake_case",
        "14\u00a0200",
        "(environ)",
    ),
    *("«\u00a0enfin\u00a0»", "3.5\u00a0%", "Été", "naïve", "renforts"),
)

FRAGMENTS = (
    *(
        "*",
        "**",
        "_",
        "__",
        "`",
        "``",
        "[",
        "]",
        "(",
        ")",
        "](u)",
        "![",
        "<b>",
        "</b>",
        "<br>",
        "~~",
        "~",
        "\\",
    ),
    *("&amp;", "&", "|", "> ", "- ", "1. ", "# ", "\n", "\n\n", "  \n", "\t", "    ", " ", "mot", "Été", "a"),
    *("[^1]", "[^1]: ", "[r]: u\n", "---\n", "===\n", "```\n", "<!-- x -->", "<http://a.b>", "a|b\n-|-\n"),
    *("\u00a0", "\\|", "!", "[ ] ", "|\n"),
)
"""What odd documents are made of: every sign that has a meaning in Markdown, and some words."""

MARKS = (
    *("*{}*", "**{}**", "_{}_", "[{}](https://example.org/a_b?c=d)", "[{}][r]", "`{}`", "~~{}~~", "***{}***"),
    *("<b>{}</b>", "![{}](a.png)", '[**{}** ici](u "t")', "\\*{}", "{} &amp; co", "<https://example.org/x>"),
)
"""Inline markup around words."""


class Author:
    """Writes documents, the same ones for the same seed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._notes = 0

    def document(self) -> str:
        """Return a document of up to twelve blocks of any kind, with its definitions at the end."""
        blocks: list[Callable[[], str]] = [
            self.paragraph,
            self.paragraph,
            self.items,
            self.quotation,
            self.table,
            self.code,
            self.html,
            self.heading,
            self.verse,
            self.rule,
            lambda: f"![{self.line()}](photo.jpg)",
        ]
        head = self._random.choice(["", "", '---\ntitle: "Une \\"digue\\" cède"\ntags: [a, b]\n---\n\n'])
        parts = [self.heading(), *(self._random.choice(blocks)() for _ in range(self._random.randint(1, 11)))]
        notes = [f"[^{number}]: {self.line()}." for number in range(1, self._notes + 1)]
        gap = self._random.choice(["\n\n", "\n\n", "\n\n\n"])
        end = self._random.choice(["\n", "\n", "", "\n\n"])
        return head + gap.join([*parts, *notes, '[r]: https://example.org/r_1 "Le titre"']) + end

    def words(self, most: int = 8) -> str:
        """Return some words in a row."""
        return " ".join(self._random.choices(WORDS, k=self._random.randint(1, most)))

    def line(self) -> str:
        """Return words with markup inside."""
        parts = []
        for _ in range(self._random.randint(1, 4)):
            parts.append(self.words())
            if self._random.random() < 0.6:
                parts.append(self._random.choice(MARKS).format(self.words(3)))
        return " ".join(parts)

    def paragraph(self) -> str:
        """Return sentences, some with a line end or a footnote between."""
        sentences = []
        for _ in range(self._random.randint(1, 4)):
            note = ""
            if self._random.random() < 0.15:
                self._notes += 1
                note = f"[^{self._notes}]"
            sentences.append(self.line().capitalize() + self._random.choice(".!?") + note)
        return self._random.choice([" ", "\n"]).join(sentences)

    def heading(self) -> str:
        """Return a heading in one of the ways to write it."""
        words = self.line()
        return self._random.choice([f"# {words}", f"### {words} ###", f"{words}\n=====", f"{words}\n---"])

    def items(self) -> str:
        """Return a list, perhaps with a list, a task or a paragraph inside."""
        mark = self._random.choice(["- ", "* ", "+ ", "1. ", "2) ", "- [ ] ", "-   "])
        inner = " " * len(mark.replace("[ ] ", ""))
        lines = [f"{mark}{self.line()}" for _ in range(self._random.randint(1, 4))]
        if self._random.random() < 0.5:
            lines.append(f"{inner}- {self.line()}")
        if self._random.random() < 0.3:
            lines.append(f"\n{inner}{self.paragraph()}")
        return "\n".join(lines)

    def quotation(self) -> str:
        """Return a quotation of one or two paragraphs, or one within another."""
        first = self.paragraph().replace("\n", "\n> ")
        return f"> {first}" + self._random.choice(["", f"\n>\n> {self.line()}", f"\n> > {self.line()}"])

    def table(self) -> str:
        """Return a table with markup in its cells."""
        rows = [f"| {self.words(3)} | *{self.words(2)}* |" for _ in range(self._random.randint(1, 3))]
        return "\n".join([f"| {self.words(2)} | a \\| b |", "|:---|---:|", *rows])

    def code(self) -> str:
        """Return code, fenced or indented."""
        return self._random.choice(
            ["```py\nx = '*a*'\n\n# y\n```", "    x = '*a*'\n    y", "~~~\n[a](b)\n~~~"]
        )

    def html(self) -> str:
        """Return what is no Markdown."""
        return self._random.choice(["<!-- à revoir -->", '<div class="x">\n  non\n</div>'])

    def verse(self) -> str:
        """Return lines that are to stay lines."""
        return self._random.choice(["  \n", "\\\n"]).join(self.line() for _ in range(3))

    def rule(self) -> str:
        """Return a line across."""
        return self._random.choice(["***", "- - -", "___"])
