"""Glossaries: their files, and their terms in texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.core.errors import UsageError
from pipeline.translate.protect.glossary import Glossary, read_glossary_files
from pipeline.translate.protect.protection import Protection
from pipeline.translate.protect.term_matches import TermFinder


def written(folder: Path, content: str, name: str = "g.csv") -> Path:
    """Write a glossary file."""
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def terms(folder: Path, *rows: str, pair: str = "fr,es") -> TermFinder:
    """Return the terms of a file of these rows."""
    source, target = pair.split(",")
    return TermFinder(read_glossary_files([written(folder, "\n".join([pair, *rows]))]).of(source, target))


def shown(text: str, found: TermFinder) -> str:
    """Return the text with its terms replaced, in brackets."""
    parts, at = [], 0
    for item in found.find(text).items:
        parts += [text[at : item.start], f"[{item.replacement}]"]
        at = item.end
    return "".join([*parts, text[at:]])


def test_csv_and_toml_say_the_same(tmp_path: Path) -> None:
    """With any of the usual delimiters, and a byte order mark."""
    rows = [("Union européenne", "Unión Europea"), ("Agence Littorale", "keep")]
    made = [
        read_glossary_files(
            [written(tmp_path, f"\ufefffr{sign}es\n" + "".join(f"{a}{sign}{b}\n" for a, b in rows))]
        ).terms
        for sign in (",", ";", "\t")
    ]
    toml = 'source = "fr"\ntarget = "es"\nkeep = ["Agence Littorale"]\n[terms]\n'
    toml += '"Union européenne" = "Unión Europea"\n'
    other = read_glossary_files([written(tmp_path, toml, "g.toml")]).terms
    assert made[0] == made[1] == made[2] == (other[1], other[0])
    assert [(term.term, term.translation) for term in made[0]] == [(rows[0]), ("Agence Littorale", None)]


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        ("", "g.csv", "is empty"),
        ("fr\n", "g.csv", "line 1: has 1 cells"),
        ("fr,xx\n", "g.csv", "line 1: 'xx' is no language"),
        ("fr,es\n\na,b\nc\n", "g.csv", "line 4: has 1 cells; write a term and its translation"),
        ("fr,es\na,\n", "g.csv", "line 2: 'a' has no translation; write keep"),
        ("fr,es\n,b\n", "g.csv", "line 2: has no term"),
        ("fr,es\na,b\nc,d\na,x\n", "g.csv", "line 4: 'a' is translated otherwise in line 2"),
        ('fr,es\n"a,b\n', "g.csv", "line 2: is not CSV"),
        ('source = "fr"\n', "g.toml", "line 1: name the target language"),
        ('source = "fr"\ntarget = "es"\nterm = 1\n', "g.toml", "line 3: 'term' is not"),
        ('source = "fr"\ntarget = "es"\n[terms]\na = "b"\nc = 1\n', "g.toml", "line 5: 'c': terms and"),
        ("source = \n", "g.toml", "is not TOML"),
    ],
)
def test_what_is_wrong_with_a_file_is_one_line(tmp_path: Path, content: str, name: str, message: str) -> None:
    """It names the file, the line and what to do."""
    with pytest.raises(UsageError) as error:
        read_glossary_files([written(tmp_path, content, name)])
    assert str(tmp_path / name) in error.value.message
    assert message in error.value.message
    assert "\n" not in error.value.message


def test_a_file_in_another_encoding_is_refused_with_its_line(tmp_path: Path) -> None:
    """As is one that is not there."""
    (tmp_path / "g.csv").write_bytes("fr,es\nété,verano\n".encode("cp1252"))
    with pytest.raises(UsageError, match="line 2 is not UTF-8"):
        read_glossary_files([tmp_path / "g.csv"])
    with pytest.raises(UsageError, match="cannot be read"):
        read_glossary_files([tmp_path / "other.csv"])


def test_an_entry_of_the_pair_outranks_one_of_any_and_a_later_file_an_earlier(tmp_path: Path) -> None:
    """``*`` stands for any language."""
    paths = [
        written(tmp_path, "fr,es\na b,1\n", "1.csv"),
        written(tmp_path, "*,*\na b,keep\nc d,keep\n", "2.csv"),
        written(tmp_path, "fr,es\na b,3\n", "3.csv"),
    ]
    glossary = read_glossary_files(paths)
    assert [(term.term, term.translation) for term in glossary.of("fr", "es")] == [
        ("a b", "3"),
        ("c d", None),
    ]
    assert [term.translation for term in glossary.of("en", "ca")] == [None, None]
    assert [(file.path, file.terms) for file in glossary.files] == [
        (str(path), n) for path, n in zip(paths, (1, 2, 1), strict=True)
    ]
    assert glossary.digest("fr", "es") != read_glossary_files(paths[:2]).digest("fr", "es")
    assert glossary.digest("en", "ca") == read_glossary_files(paths[:2]).digest("en", "ca")
    assert Glossary().digest("fr", "es") == ""


def test_terms_are_whole_words_and_the_longest_first(tmp_path: Path) -> None:
    """Overlapping terms, apostrophes of both kinds, hyphens, a term of signs."""
    found = terms(tmp_path, "conseil,A", "conseil général,B", "général de brigade,C", "C++,keep", "l'État,D")
    assert shown("le conseil, déconseil, conseils", found) == "le [A], déconseil, conseils"
    assert shown("le conseil général de brigade", found) == "le [A] [C]"
    assert shown("un conseil général, anti-conseil", found) == "un [B], anti-[A]"
    assert shown("En C++, selon l’État", found) == "En [C++], selon [D]"


def test_case_is_taken_over_where_it_means_nothing(tmp_path: Path) -> None:
    """All capitals, the first word of a sentence; a name is not found in small letters."""
    found = terms(tmp_path, "conseil général,consejo", "Orange,keep", "pomme,manzana")
    assert shown("LE CONSEIL GÉNÉRAL ET ORANGE", found) == "LE [CONSEJO] ET [ORANGE]"
    assert shown("« Conseil général et Conseil Général »", found) == "« [Consejo] et [consejo] »"
    assert shown("Orange vend une orange, une Pomme", found) == "[Orange] vend une orange, une Pomme"
    assert found.find("Orange vend une orange, une Pomme").notes == ("orange (Orange)", "Pomme (pomme)")


def test_inflected_terms_are_named_and_not_replaced(tmp_path: Path) -> None:
    """Whatever the ending; other words that begin alike are none."""
    found = terms(tmp_path, "Union européenne,Unión", "maire,alcalde")
    text = "Les Unions européennes, les maires et la mairie, le maintien."
    assert shown(text, found) == text
    assert found.find(text).notes == (
        "Unions européennes (Union européenne)",
        "maires (maire)",
        "mairie (maire)",
    )


def test_terms_are_found_in_scripts_without_spaces(tmp_path: Path) -> None:
    """Between other letters of the script."""
    assert shown("他在欧盟工作", terms(tmp_path, "欧盟,UE", pair="zh,es")) == "他在[UE]工作"


def test_a_term_inside_an_address_is_part_of_it(tmp_path: Path) -> None:
    """Neither replaced nor named."""
    protection = Protection(read_glossary_files([written(tmp_path, "fr,es\nVaucombre,X\n")]))
    matches = protection.matches("Voir https://vaucombre.example/Vaucombre à Vaucombre", "fr", "es")
    assert [item.kind for item in matches.items] == ["url", "term"]
    assert matches.notes == ()
