"""Markdown to blocks and marks."""

from __future__ import annotations

import time

import pytest

from pipeline.read.markdown.document import parse
from pipeline.write.layout.marks import source_of


def blocks(markdown: str) -> list[tuple[str, str, str]]:
    """Return kind, marker and words of each block, checked to stand in the text with its marker before it."""
    parsed = parse(markdown)
    assert source_of(parsed.text, parsed.marks) == markdown
    for block in parsed.blocks:
        assert parsed.text[block.start - len(block.marker) : block.start] == block.marker
    return [(block.kind, block.marker, parsed.text[block.start : block.end]) for block in parsed.blocks]


def marks(markdown: str) -> list[tuple[str, str, str]]:
    """Return role, source and words of each mark."""
    parsed = parse(markdown)
    return [(mark.role, mark.raw, parsed.text[mark.start : mark.end]) for mark in parsed.marks]


def test_structure_is_told_apart() -> None:
    """Headings, lists, quotations, tables and code have their own kinds; markup in lines is no words."""
    source = (
        "# Sommet *historique*\n\nUn [accord](https://example.org) a été **signé**.\n\n## Suite ##\n\n"
        "- un `code`\n- [x] deux\n  1. sous-point\n\n     encore\n\n> Nous signons.\n> > Oui.\n\n"
        "| a | b |\n|---|---|\n| c \\| d | |\n\n![Le port](p.png)\n\nFin[^1].\n\n[^1]: Une note.\n\n"
        "```\nkeep = me\n```\n\n© 2026 Bureau\n"
    )
    assert blocks(source) == [
        ("title", "# ", "Sommet historique"),
        ("paragraph", "", "Un accord a été signé."),
        ("heading", "## ", "Suite"),
        ("list_item", "- ", "un code"),
        ("list_item", "- [x] ", "deux"),
        ("list_item", "  1. ", "sous-point"),
        ("paragraph", "", "encore"),
        ("quotation", "> ", "Nous signons."),
        ("quotation", "> > ", "Oui."),
        ("cell", "", "a"),
        ("cell", "", "b"),
        ("cell", "", "c | d"),
        ("caption", "", "Le port"),
        ("paragraph", "", "Fin."),
        ("footnote", "[^1]: ", "Une note."),
        ("code", "", "```\nkeep = me\n```"),
        ("credit", "", "© 2026 Bureau"),
    ]


def test_marks_say_what_the_source_has_in_place_of_words() -> None:
    """Links, pictures, code, addresses, tags, escapes, entities, and what begins the lines of a quotation."""
    source = (
        '> Un *[**lien**](u "t")* et ![image](i) et `x  y` <http://a.b/>\n'
        "> \\*a &eacute; ~~b~~ <b>c</b><br> [r][] `` ` ``\n\n[r]: u\n"
    )
    assert marks(source) == [
        ("emphasis", "*", ""),
        ("link", "[", ""),
        ("emphasis", "**", ""),
        ("emphasis", "**", ""),
        ("link", '](u "t")', ""),
        ("emphasis", "*", ""),
        ("image", "![", ""),
        ("image", "](i)", ""),
        ("code", "`x  y`", "x  y"),
        ("autolink", "<http://a.b/>", "http://a.b/"),
        ("break", "\n> ", "\n"),
        ("escape", "\\*", "*"),
        ("escape", "&eacute;", "é"),
        ("emphasis", "~~", ""),
        ("emphasis", "~~", ""),
        ("html", "<b>", ""),
        ("html", "</b>", ""),
        ("html", "<br>", ""),
        ("link", "[", ""),
        ("link", "][]", ""),
        ("code", "`` ` ``", "`"),
    ]


@pytest.mark.parametrize("ending", ["  \n", "\\\n"])
def test_a_hard_line_break_ends_a_block(ending: str) -> None:
    """The lines of an address stay lines, whatever the words become."""
    assert blocks(f"Mairie de *Brévance*{ending}12, rue du Port") == [
        ("paragraph", "", "Mairie de Brévance"),
        ("paragraph", "", "12, rue du Port"),
    ]


def test_the_title_at_the_head_is_the_title() -> None:
    """What else a static site keeps there is not text; the first heading is then one like others."""
    source = '---\ntitle: "Crue à Brévance"\ndate: 2026-01-01\n---\n# Le fleuve\n\nIl monte.\n'
    assert blocks(source) == [
        ("title", 'title: "', "Crue à Brévance"),
        ("heading", "# ", "Le fleuve"),
        ("paragraph", "", "Il monte."),
    ]


def test_numbered_lists_keep_their_numbers() -> None:
    """The source's own, whatever they are."""
    assert [marker for _, marker, _ in blocks("3. drei\n3. vier\n")] == ["3. ", "3. "]


def test_pictures_in_sentences_are_their_descriptions_and_html_is_code() -> None:
    """Nothing that a reader sees is lost, nothing that he does not see is translated."""
    assert blocks("![Le port](p.png) hier.\n\n<div>x</div>\n") == [
        ("paragraph", "", "Le port hier."),
        ("code", "", "<div>x</div>"),
    ]


@pytest.mark.parametrize("source", ["#\n\n---\n", "![](a.png)\n", "<!-- x -->**&nbsp;**\n", "[r]: u\n"])
def test_a_document_without_words_has_no_words_to_translate(source: str) -> None:
    """Empty headings, rules, pictures without description and definitions are nothing."""
    assert [kind for kind, *_ in blocks(source) if kind != "code"] == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("::: warning\nThe bridge is closed.\n:::\n", ["The bridge is closed."]),
        (
            "!!! note\n    The bridge is closed.\n\n    It opens soon.\n",
            ["The bridge is closed.", "It opens soon."],
        ),
        ('??? tip "More"\n    The bridge is closed.\n', ["The bridge is closed."]),
        ("Words.\n\n:::: box\n::: note\nInside.\n:::\n::::\n", ["Words.", "Inside."]),
        ("He cried ::: and !!! too.\n", ["He cried ::: and !!! too."]),
        *((f"> [!{kind}]\n> It is closed.\n", ["It is closed."]) for kind in ("NOTE", "tip", "Caution")),
        ("> > [!IMPORTANT]\n> >\n> > It is closed.\n", ["It is closed."]),
        ("> [!sic] he wrote.\n", ["[!sic] he wrote."]),
        *(
            (
                f"{head}\n\n    It is closed.\n\n    It opens.\n\nThe end.\n",
                ["It is closed.", "It opens.", "The end."],
            )
            for head in ("!!! note", "!!! x", '???+ tip "Open"', '=== "Tab"', "===+ 'Tab'")
        ),
        ("!!! note\n\n    Said.\n\n        x = 1\n", ["Said.", "x = 1"]),
        ("{% raw %}\nSaid.\n{% endraw %}\n", ["Said."]),
        ("{{% notice tip %}}\nSaid.\n{{% /notice %}}\n\n{{ x }}\n", ["Said."]),
        ("```\n!!! note\n\n{{ x }}\n```\n", ["```\n!!! note\n\n{{ x }}\n```"]),
    ],
)
def test_lines_of_extensions_are_no_words(text: str, said: list[str]) -> None:
    """Containers, admonitions, alerts and templates keep their marks; only what they hold is text."""
    parsed = parse(text)
    assert parsed.text == text
    assert [parsed.text[block.start : block.end] for block in parsed.blocks] == said


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        ("La surface $a_1 = \\frac{x}{y}$ vaut.", ["a_1 = \\frac{x}{y}"]),
        ("$$\n\\int_0^1 x_1 \\, dx * y * z\n$$", ["\\int_0^1 x_1 \\, dx * y * z"]),
        ("> Le $$x *\n> y* z$$ du port", ["x * y* z"]),
        ("Le nombre $n$ et $[[x]]_1$ de [[la page]]", ["n", "[[x]]_1", "la page"]),
        ("Voir [[a](/b)] et [[a]](/c)", []),
        ("De 5 $ à 10 $, de $5 à $10, US$5 (US$), $5-$6, $1,000 ou $2", []),
        ("Le \\$a_1\\$ et `$a_1$`", ["$a_1$"]),
        ("Des crochets [[[a]]] et [[[[b]]]]", []),
        ("Le [[spec]] est là.\n\n[spec]: /s", []),
    ],
)
def test_formulas_and_names_of_pages_stay(source: str, kept: list[str]) -> None:
    """As code spans do; sums of money and links of Markdown are neither."""
    parsed = parse(source)
    marks = [mark for mark in parsed.marks if mark.role == "code"]
    assert [" ".join(parsed.text[mark.start : mark.end].split()) for mark in marks] == kept
    assert source_of(parsed.text, parsed.marks) == source


def test_the_words_for_a_page_of_a_wiki_are_text() -> None:
    """They stand between the marks of a link, with emphasis in them; the page's name is none of them."""
    source = "Voir [[la page#x|le *vieux* port]] et [[autre|ici]]."
    parsed = parse(source)
    outside, at = "", 0
    for mark in parsed.marks:
        outside, at = outside + parsed.text[at : mark.start], mark.end
    assert outside + parsed.text[at:] == "Voir le vieux port et ici."
    assert [mark.role for mark in parsed.marks if mark.pair is not None].count("link") == 4
    assert source_of(parsed.text, parsed.marks) == source


def test_many_dollars_take_no_time() -> None:
    """Each is looked at once, with as much behind it as a formula may be long."""
    started = time.process_time()
    for source in ("$a " * 50_000, "$$" * 50_000, "[[a" * 20_000, "$a_1$ " * 5_000):
        parse(source)
    assert time.process_time() - started < 30


def test_definitions_are_blocks_behind_their_terms() -> None:
    """With their colons, and what is indented below them."""
    source = (
        "Pont\n: Une route\n  sur l'eau.\n: Une *voûte*.\n\nPort\n\n:   Un abri.\n\n    Sûr.\n\nFin : oui.\n"
    )
    assert blocks(source) == [
        ("paragraph", "", "Pont"),
        ("paragraph", ": ", "Une route\nsur l'eau."),
        ("paragraph", ": ", "Une voûte."),
        ("paragraph", "", "Port"),
        ("paragraph", ":   ", "Un abri."),
        ("paragraph", "", "Sûr."),
        ("paragraph", "", "Fin : oui."),
    ]


@pytest.mark.parametrize(
    ("tag", "role", "words"),
    [
        ("{{ page.title }}", "code", "page.title"),
        ("{{x|upper}}", "code", "x|upper"),
        ('{{< ref "a.md" >}}', "code", 'ref "a.md"'),
        ("{{{ raw }}}", "html", ""),
        ("{{% note %}}", "html", ""),
        ("{% if page.x %}", "html", ""),
        ("{%- endif -%}", "html", ""),
        ("{# a remark #}", "html", ""),
        ("{: .class #name }", "html", ""),
        ("{.note title='x'}", "html", ""),
        ("{#name}", "html", ""),
        ("{width=50%}", "html", ""),
        (":smile:", "html", ""),
        (":+1:", "html", ""),
    ],
)
def test_tags_of_templates_attributes_and_names_of_pictures_are_no_words(
    tag: str, role: str, words: str
) -> None:
    """As their programs read them; a value of a template stays in its sentence, as code does."""
    assert marks(f"Le port {tag} rouvre.\n") == [(role, tag, words)]
    assert marks(f"- {tag} Le port\n") == [(role, tag, words)]


@pytest.mark.parametrize(
    "text",
    ["à 10:30:15 ici", "a:b:c", "{ouvert}", "{{ouvert", "note : ceci : cela", "{}", "{% ouvert", "C::d::"],
)
def test_what_only_looks_like_a_tag_is_words(text: str) -> None:
    """Times, ratios, and brackets that are never closed."""
    assert marks(f"Le port {text}\n") == []


@pytest.mark.parametrize("piece", ["{", "{{ ", "a {% ", ":a", "{a=", "a\n: b\n", "x\n: x\n  : "])
def test_hostile_tags_take_little_time(piece: str) -> None:
    """Twice as much takes about twice as long."""
    spent = []
    for size in (25_000, 100_000):
        started = time.process_time()
        parse(piece * (size // len(piece)) + "\n")
        spent.append(time.process_time() - started)
    assert spent[1] < 8 * spent[0] + 0.5
