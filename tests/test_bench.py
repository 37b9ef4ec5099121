"""The table of ``make bench``, in the smallest sizes, and what it says of the table before."""

from __future__ import annotations

import importlib
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT

KEPT = ROOT / "docs" / "measurements" / "bench.json"


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return the bench as a module; it is a script, whose folder is no package."""
    monkeypatch.syspath_prepend(ROOT / "bench")
    return importlib.import_module("table")


def bench(*given: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the bench."""
    command = [sys.executable, str(ROOT / "bench" / "table.py"), *map(str, given)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def rows(text: str) -> dict[str, list[str]]:
    """Return the cells of a table's lines, by the first of them."""
    found = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")]
    return {cells[0]: cells[1:] for cells in found[1:]}


def test_parts_are_measured_kept_and_compared(table: Any, tmp_path: Path) -> None:
    """In the order of the table; what was kept is compared with, and no part of it is lost."""
    kept, small = tmp_path / "bench.json", ("--small", "--last", tmp_path / "bench.json")
    first = bench(*small, "--save", "--parts", "digest", "detection")
    assert first.returncode == 0, first.stderr
    assert [what.split()[0] for what in rows(first.stdout)] == ["detection,", "digest"]
    assert f"Python {sys.version.split()[0]}" in first.stdout.splitlines()[0]
    assert kept.with_suffix(".md").read_text(encoding="utf-8").endswith(first.stdout)

    measured = table.read(kept)
    assert table.lines(measured, None) == first.stdout
    before = replace(measured, rows=(replace(measured.rows[0], reference=1e9),))
    marks = [cells[-1] for cells in rows(table.lines(measured, before)).values()]
    assert marks == ["**worse**", "new"]

    refused = bench(*small, "--save", "--parts", "digest")
    assert refused.returncode == 2
    assert "add --parts detection" in refused.stderr
    assert table.read(kept) == measured


def test_a_ratio_is_compared_with_the_one_before(table: Any) -> None:
    """A tenth is let pass. Of seconds less is better, of a rate more."""
    seconds = table.Row(what="a", figure=2.0, unit="CPU s", against="b", reference=4.0)
    rate = table.Row(what="a", figure=4.0, unit="tokens/s", against="b", reference=2.0)
    for row in (seconds, rate):
        assert row.ratio == 2
        assert table.compared(row, None) == ("", "new")
        marks = [table.compared(row, before)[1] for before in (1.7, 1.9, 2.0, 2.2, 2.3)]
        assert marks == ["better", "", "", "", "**worse**"]


def test_a_table_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """In one line, before anything is measured."""
    damaged = tmp_path / "bench.json"
    damaged.write_text('{"date": "2026-01-01"}', encoding="utf-8")
    said = bench("--last", damaged)
    assert said.returncode == 1
    assert said.stderr.startswith(f"{damaged}: cannot be read")
    assert len(said.stderr.splitlines()) == 1


def test_the_page_is_made_of_the_table_that_was_kept(table: Any) -> None:
    """Nobody changed either by hand."""
    assert table.page(table.read(KEPT)) == KEPT.with_suffix(".md").read_text(encoding="utf-8")


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return the model of a cluster as a module."""
    monkeypatch.syspath_prepend(ROOT / "bench")
    return importlib.import_module("cluster_model")


@pytest.mark.parametrize(
    ("nodes", "change", "slowest"),
    [
        (1, {}, "nodes"),
        (10, {}, "nodes"),
        (200, {"client_document": 0.05}, "client"),
        (200, {"scheduler_batch": 0.1}, "scheduler"),
        (200, {"storage_rate": 1e6}, "storage"),
        (200, {"storage_files": 500.0}, "storage"),
    ],
)
def test_the_model_of_a_cluster_agrees_with_a_simulated_one(
    cluster: Any, nodes: int, change: dict[str, float], slowest: str
) -> None:
    """Whatever sets the time: the nodes, or one place that all of them wait for."""
    costs = replace(cluster.DEFAULT, **change)
    told = cluster.forecast(costs, 200 * nodes, nodes, 8)
    seen = cluster.simulate(costs, 200 * nodes, nodes, 8, seed=3)
    assert told.slowest == slowest
    assert told.seconds == pytest.approx(seen, rel=0.1)
    assert told.efficiency <= 1


def test_a_simulated_cluster_neither_loses_nor_doubles_work(cluster: Any) -> None:
    """Without spread and with nothing else to wait for, so many nodes take their share of the time."""
    free = dict.fromkeys(
        ("spread", "load", "scheduler_batch", "client_batch", "client_document", "message"), 0.0
    )
    costs = replace(cluster.DEFAULT, document=1.0, storage_rate=1e15, storage_files=1e15, **free)
    assert cluster.simulate(costs, 100, 1, 7, seed=1) == pytest.approx(100)
    assert cluster.simulate(costs, 100, 5, 4, seed=1) == pytest.approx(20)
