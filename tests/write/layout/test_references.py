"""Links, pictures and bare names in Markdown: in other words they lead and look as they did."""

from __future__ import annotations

import codecs
import re

import pytest

from tests.support.rendering import structure, through

DEFINED = "\n[the spec]: /spec 'Title'\n[the map]: /map.png\n[*the* plan]: /plan\n[`make`]: /make\n"


def turned(words: str) -> str:
    """Translate into other letters."""
    return codecs.encode(words, "rot13")


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("See [the spec] now.", "Frr [gur fcrp][the spec] abj."),
        ("See [the spec][] now.", "Frr [gur fcrp][the spec] abj."),
        ("See [The Spec] now.", "Frr [Gur Fcrp][The Spec] abj."),
        ("See [it][the spec] now.", "Frr [vg][the spec] abj."),
        ("See [it](/x) now.", "Frr [vg](/x) abj."),
        ("See ![the map] now.", "Frr ![gur znc][the map] abj."),
        ("See ![the map][] now.", "Frr ![gur znc][the map] abj."),
        ("See [`make`] now.", "Frr [`make`][`make`] abj."),
        ("[the spec]", "[gur fcrp][the spec]"),
        ("# [the spec][]", "# [gur fcrp][the spec]"),
        ("- [the spec]\n- [the\n  spec]", "- [gur fcrp][the spec]\n- [gur fcrp][the spec]"),
        ("> a [the\n> spec] b", "> n [gur fcrp][the spec] o"),
        ("[the spec]: it [the spec].", "[gur fcrp][the spec]: vg [gur fcrp][the spec]."),
        ("| [the spec] | b |\n|---|---|", "| [gur fcrp][the spec] | o |\n|---|---|"),
        ("Not [defined] here.", "Abg \\[qrsvarq\\] urer."),
    ],
)
def test_a_link_that_is_named_by_its_words_keeps_its_name(source: str, wanted: str) -> None:
    """In text, headings, lists, quotations and cells."""
    made = through(f"{source}\n{DEFINED}", turned)
    assert made.text == f"{wanted}\n{DEFINED}"


def test_links_in_the_sources_own_words_stay_as_they_are() -> None:
    """Nothing was translated, or this sentence was not."""
    source = f"See [the spec]. And [the spec][].\n{DEFINED}"
    assert through(source, str).text == source


def test_footnotes_keep_their_names() -> None:
    """They are no words."""
    source = "A note.[^one] And one more.[^one]\n\n[^one]: The note on [the spec].\n" + DEFINED
    made = through(source, turned)
    assert made.text.startswith(
        "N abgr.[^one] Naq bar zber.[^one]\n\n[^one]: Gur abgr ba [gur fcrp][the spec].\n"
    )


def kept(words: str) -> str:
    """Turn words round that are letters alone."""
    return " ".join(word[::-1] if word.isalpha() else word for word in re.split(" ", words))


@pytest.mark.parametrize(
    "name",
    [
        "https://a.example/wiki/Pont_(Ain)",
        "https://a.example/Liste_des_ponts_(France)_par_nom",
        "www.a.example/x_(y)",
        "_jean@a.example",
        "plan_(v2)_final.pdf",
        "*.txt",
        "C:\\Users\\x_(y)",
        "#mot_clé",
        "@nom_(x)",
        "{nom_du_port}",
        "5*3*2",
        "a[0]",
        "~/x_y",
        "<b",
        "R&D;",
        "x~y~z",
        "!a_",
    ],
)
@pytest.mark.parametrize(
    "form", ["Voir {} ici.", "# Voir {} ici", "- Voir {}, puis", "| Voir {} | b |\n|---|---|"]
)
def test_bare_addresses_and_names_come_out_as_they_were(name: str, form: str) -> None:
    """Without a backslash, as Markdown read them without one."""
    source = form.format(name) + "\n"
    assert name in through(source, kept).text


def test_what_would_be_read_as_markup_elsewhere_is_escaped_all_the_same() -> None:
    """A name that begins emphasis beside other words."""
    made = through("Voir *a ou b* ici et *c.\n", lambda words: "*c x* " + words)
    assert structure(made.text) == structure("Voir *a ou b* ici et *c.\n")


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("A note[^one], more.", "A NOTE[^one], MORE."),
        ("And [^one] again.", "AND [^one] AGAIN."),
        ("And <br> more.", "AND <br> MORE."),
        ("And ![](/a.png) more.", "AND ![](/a.png) MORE."),
        ("And<br>more.", "AND<br>MORE."),
        ("And <br>more.", "AND <br>MORE."),
    ],
)
def test_spaces_beside_marks_are_those_of_the_source(source: str, wanted: str) -> None:
    """Also where an engine got a word in the mark's place."""
    assert through(f"{source}\n\n[^one]: X.\n", str.upper).text == f"{wanted}\n\n[^one]: X.\n"
