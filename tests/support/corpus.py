"""Dispatches for runs over both engines: French ones for the test models, Catalan ones for Apertium."""

from __future__ import annotations

import random
import tomllib
from pathlib import Path

from tests.conftest import MODELS

CATALAN = (
    "L'alcaldessa de Vallclara ha anunciat dilluns que la biblioteca obrirà també els diumenges.",
    "Les obres del nou pont començaran al setembre i duraran dos anys.",
    "Els veïns del barri antic demanen més autobusos a la nit.",
    "La pluja va inundar tres carrers i va tallar la carretera de la costa.",
    "Segons el govern, el preu del lloguer ha pujat menys que l'any passat.",
    "L'hospital comarcal contractarà quaranta infermeres abans de l'estiu.",
    "El mercat setmanal torna a la plaça major després de les reformes.",
    "Els bombers van apagar el foc del magatzem en menys de tres hores.",
    "L'escola de música celebra aquest mes el seu centenari amb deu concerts.",
    "La cooperativa agrícola vendrà l'oli nou a partir de la setmana vinent.",
)
"""Written for this file; the towns are invented."""


def phrases() -> list[str]:
    """Return the phrasebook's French sentences."""
    with (MODELS / "phrasebook.toml").open("rb") as file:
        return [row["fr"] for story in tomllib.load(file)["story"] for row in story["sentence"]]


def write_corpus(folder: Path, *, documents: int = 40, sentences: int = 8, seed: int = 1) -> None:
    """Write so many documents of a title and so many sentences, every eighth of them in Catalan."""
    choice = random.Random(seed)
    french = phrases()
    folder.mkdir(parents=True)
    for number in range(documents):
        own, title = (CATALAN, "Notícies") if number % 8 == 3 else (french, "Dépêche")
        body = choice.sample(own, sentences)
        half = sentences // 2
        text = f"{title} {number}\n\n{' '.join(body[:half])}\n\n{' '.join(body[half:])}\n"
        (folder / f"{number:03}.txt").write_text(text)
