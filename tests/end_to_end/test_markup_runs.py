"""Markdown through the main job with real engines: the folder that comes out."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import read_run
from pipeline.run.job import run as do
from pipeline.translate.engines.apertium.engine import ApertiumEngine
from pipeline.translate.engines.argos.engine import argos_engine
from pipeline.verify.run import verify_run
from tests.run.test_job import configured, stages
from tests.support.rendering import structure

REPORT = """---
title: "Le port de Brévance est fermé"
date: 2026-03-04
---

# Le port reste **fermé**

Le port de Brévance est [fermé depuis lundi](https://example.org/a_b "Le port") à cause d'une *grève*.
Les dockers demandent **une hausse de salaire**, selon le syndicat (voir `rapport.pdf`).
Marie Duval, porte-parole, a parlé lundi à la presse.[^1]

> La direction n'a pas répondu.
> Elle promet *une réunion* mardi.

1. Les bateaux attendent.
2. Les camions sont ![bloqués](camions.jpg) à l'entrée.

| Jour | Bateaux |
|------|:-------:|
| lundi | **20** environ |

[^1]: Entretien du 3 mars.
"""


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """Write the report."""
    path = tmp_path / "port.md"
    path.write_text(REPORT)
    return path


@pytest.mark.usefixtures("apertium")
def test_a_report_keeps_its_markup_through_apertium(report: Path, tmp_path: Path) -> None:
    """The translation has the source's blocks, links and all, around other words; the summary is words."""
    record = do(configured([report], tmp_path / "out", to=("es",)), stages(ApertiumEngine()))
    assert (record.counts.done, record.counts.failed) == (1, 0)
    assert list(verify_run(tmp_path / "out" / "run")) == []
    found = read_run(tmp_path / "out" / "run").documents[0]
    spanish = found.variants["es"]
    assert spanish.translation is not None
    assert spanish.translation.startswith('---\ntitle: "El puerto')
    assert structure(spanish.translation) == structure(REPORT)
    assert '](https://example.org/a_b "Le port")' in spanish.translation
    segments = spanish.record.segments
    assert not any(sign in segment.source + segment.target for segment in segments for sign in "*`[]")
    checks = [check for segment in segments for check in segment.checks if check.name == "markup"]
    assert {check.verdict for check in checks} == {"pass"}
    assert spanish.summary is not None
    assert not any(sign in spanish.summary for sign in "*`[]")


def test_markup_inside_a_sentence_comes_through_a_neural_engine(
    argos_packages: Path, stories: list[list[dict[str, str]]], tmp_path: Path
) -> None:
    """In its place or in pieces, the link and the code are there, and all segments are aligned."""
    first, second, *_ = [row["fr"] for row in stories[0]]
    words = second.split(" ")
    words[2:4] = [f"[{' '.join(words[2:4])}](https://example.org)"]
    path = tmp_path / "pont.md"
    path.write_text(f"# {first}\n\n- {' '.join(words)} `x_1`\n- **{first}**\n")
    do(configured([path], tmp_path / "out", to=("en",)), stages(argos_engine(argos_packages)))
    assert list(verify_run(tmp_path / "out" / "run")) == []
    english = read_run(tmp_path / "out" / "run").documents[0].variants["en"]
    assert english.translation is not None
    assert "](https://example.org)" in english.translation
    assert "`x_1`" in english.translation
    assert english.translation.startswith(f"# {stories[0][0]['en']}\n\n- ")
    assert english.translation.endswith(f"\n- **{stories[0][0]['en']}**\n")
