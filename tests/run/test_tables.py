"""Tables that a run writes again: which rows have their translation, and where they lie."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

import pytest

from pipeline.core.errors import WriteError
from pipeline.core.records import Hop, Outcome
from pipeline.run.job import run
from pipeline.verify.run import verify_run
from tests.run.test_job import configured, stages
from tests.support.archives import zipped
from tests.support.fakes import FakeEngine

HOPS = tuple(Hop(engine="fake", source="fr", target=target, method="neural") for target in ("es", "ca"))
TABLE = """id,titre,texte,nombre
1,La digue cède,La digue du vieux port a cédé jeudi matin.,12
2,,La route du littoral est fermée depuis la nuit.,7
3,Rien,,1
"""


def place(origin: str, language: str = "es", ending: str = "csv") -> str:
    """Return the name of a table's file that was read as ``rows``."""
    return f"rows-{hashlib.sha256(origin.encode()).hexdigest()[:8]}.{language}.{ending}"


def cells(path: Path) -> list[list[str]]:
    """Return the rows of a file."""
    with path.open(newline="", encoding="utf-8-sig") as file:
        return [*csv.reader(file)]


def done(inputs: list[Path], out: Path, engine: FakeEngine | None = None, **options: object) -> list[str]:
    """Run with ``--keep-format``, and return what was warned of."""
    warned: list[str] = []
    engine = engine or FakeEngine(offered=HOPS)
    settings = {"to": ("es",), "source": "fr", "keep_format": True} | options
    run(configured(inputs, out, **settings), stages(engine), warn=warned.append)
    return [line for line in warned if "guessed" not in line and "passed over" not in line]


def test_a_table_comes_back_in_each_language(tmp_path: Path) -> None:
    """Also from a run that finds nothing new; all is listed, and other columns stay."""
    rows, out = tmp_path / "rows.csv", tmp_path / "out"
    rows.write_text(TABLE)
    left = [
        f"{rows}: 1 of 3 rows are as they were in tables/{place(str(rows), code)}" for code in ("ca", "es")
    ]  # a title alone makes no document
    assert sorted(done([rows], out, to=("es", "ca"))) == left
    made = out / "run" / "tables" / place(str(rows))
    assert cells(made) == [
        ["id", "titre", "texte", "nombre"],
        ["1", "es: cède digue La", "es: matin. jeudi cédé a port vieux du digue La", "12"],
        ["2", "", "es: nuit. la depuis fermée est littoral du route La", "7"],
        ["3", "Rien", "", "1"],
    ]
    assert cells(made.with_name(place(str(rows), "ca")))[1][1] == "ca: cède digue La"
    assert [*verify_run(out / "run")] == []
    before = made.read_bytes()
    made.unlink()
    assert sorted(done([rows], out, to=("es", "ca"))) == left
    assert made.read_bytes() == before
    made.write_bytes(before + b"4,x,y,z\n")
    assert [line for line in verify_run(out / "run") if made.name in line]


def test_rows_without_a_translation_are_counted(tmp_path: Path) -> None:
    """They are as they were in the table; a row in that language already is no such row."""
    rows, out = tmp_path / "rows.csv", tmp_path / "out"
    rows.write_text(TABLE + '4,Le port,"poison pour le moteur de traduction",0\n')
    spanish = '5,El puerto,"El alcalde habló ayer por la tarde con los vecinos del puerto viejo.",0\n'
    rows.write_text(rows.read_text() + spanish)
    warned = done([rows], out, FakeEngine(offered=HOPS, poison="poison"), source="auto")
    name = place(str(rows))
    assert warned == [f"{rows}: 2 of 5 rows are as they were in tables/{name}"]
    assert cells(out / "run" / "tables" / name)[4:] == [
        ["4", "Le port", "poison pour le moteur de traduction", "0"],
        ["5", "El puerto", "El alcalde habló ayer por la tarde con los vecinos del puerto viejo.", "0"],
    ]


def test_a_row_that_changes_takes_its_new_words(tmp_path: Path) -> None:
    """And one that is new comes in."""
    rows, out = tmp_path / "rows.tsv", tmp_path / "out"
    rows.write_text("id\ttexte\n1\tLa digue du port cède.\n")
    done([rows], out)
    rows.write_text("id\ttexte\n1\tLa digue du port tient.\n2\tLe maire parle aux habitants.\n")
    done([rows], out)
    assert (out / "run" / "tables" / place(str(rows), ending="tsv")).read_text() == (
        "id\ttexte\n1\tes: tient. port du digue La\n2\tes: habitants. aux parle maire Le\n"
    )
    assert [*verify_run(out / "run")] == []


def test_tables_in_archives_and_several_workers(tmp_path: Path) -> None:
    """The rows go to the workers without their table."""
    news, out = tmp_path / "news.zip", tmp_path / "out"
    news.write_bytes(zipped({"a/rows.csv": TABLE.encode(), "b/rows.csv": TABLE.replace("7", "8").encode()}))
    assert ["1 of 3 rows" in line for line in done([news], out)] == [True, True]
    tables = out / "run" / "tables"
    assert cells(tables / place(f"{news}#a/rows.csv"))[2][3] == "7"
    assert cells(tables / place(f"{news}#b/rows.csv"))[2][3] == "8"


def test_without_the_option_there_is_no_table(tmp_path: Path) -> None:
    """Nor where only summaries are asked for."""
    rows = tmp_path / "rows.csv"
    rows.write_text(TABLE)
    done([rows], tmp_path / "a", keep_format=False)
    said = done([rows], tmp_path / "b", variants=("summary",))
    assert said == [f"{rows}: not written in its own format: --variants asks for no translation"]
    assert not list(tmp_path.glob("*/run/tables"))


def test_a_link_in_the_place_of_the_tables_is_not_written_through(tmp_path: Path) -> None:
    """The run ends with a line; the documents are there."""
    rows, elsewhere = tmp_path / "rows.csv", tmp_path / "elsewhere"
    rows.write_text(TABLE)
    elsewhere.mkdir()
    (tmp_path / "out" / "run").mkdir(parents=True)
    (tmp_path / "out" / "run" / "tables").symlink_to(elsewhere)
    with pytest.raises(WriteError, match="symbolic link"):
        done([rows], tmp_path / "out")
    assert list(elsewhere.iterdir()) == []
    assert len(list((tmp_path / "out" / "run" / "documents").iterdir())) == 2


def test_outcomes_are_those_of_rows(tmp_path: Path) -> None:
    """The table itself is none."""
    rows = tmp_path / "rows.csv"
    rows.write_text(TABLE)
    told: list[Outcome] = []
    config = configured([rows], tmp_path / "out", to=("es",), source="fr", keep_format=True)
    run(config, stages(FakeEngine(offered=HOPS)), report=told.append)
    assert [outcome.origin for outcome in told] == [f"{rows}#1", f"{rows}#2"]


def test_columns_with_sentences_that_stay_are_named(tmp_path: Path) -> None:
    """Once for all languages; names, places and numbers are no sentences."""
    rows = tmp_path / "rows.csv"
    sentence = "La digue du vieux port a cédé jeudi matin."
    rows.write_text(
        "titre,texte,chapo,ville,resumé du jour,vide\n"
        f"La digue,{sentence},{sentence},Port-Sauvin sur la mer,,\n"
        f"La route,{sentence} Oui.,{sentence},Sauvin,{sentence},\n"
    )
    warned = done([rows], tmp_path / "out", to=("es", "ca"))
    assert warned == [f"{rows}: columns with sentences that stay in their language: chapo, resumé du jour"]
