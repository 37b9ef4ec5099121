"""Which chain of hops is taken."""

from __future__ import annotations

import pytest

from pipeline import routes as module
from pipeline.errors import RouteError
from pipeline.records import Hop
from pipeline.routes import Routes
from tests.fakes import FakeEngine

MEASURED = {
    ("rules:fr>es",): 46.3,
    ("rules:fr>ca", "rules:ca>es"): 47.6,
    ("rules:fr>ca",): 46.0,
    ("rules:ca>es",): 57.0,
}


@pytest.fixture(autouse=True)
def measured(monkeypatch: pytest.MonkeyPatch) -> None:
    """Route by a small table of qualities."""
    monkeypatch.setattr(module, "_measured", lambda: MEASURED)


def routes(*pairs: str) -> Routes:
    """Make routes over fake engines from ``engine:source>target``; "net" is neural, the others are not."""
    hops: dict[str, list[Hop]] = {}
    for pair in pairs:
        engine, _, ends = pair.partition(":")
        source, _, target = ends.partition(">")
        method = "neural" if engine.startswith("net") else "rule-based"
        hops.setdefault(engine, []).append(
            Hop(engine=engine, source=source, target=target, method=method)  # type: ignore[arg-type]
        )
    return Routes([FakeEngine(name=engine, offered=tuple(found)) for engine, found in hops.items()])


def taken(found: Routes, source: str, target: str) -> str:
    """Return the route taken as ``engine:source>target`` hops."""
    return " ".join(f"{hop.engine}:{hop.source}>{hop.target}" for hop in found.find(source, target).hops)


def test_a_better_measured_chain_beats_a_shorter_one() -> None:
    """French to Spanish is better by way of Catalan, as measured on news."""
    found = routes("rules:fr>es", "rules:fr>ca", "rules:ca>es")
    assert taken(found, "fr", "es") == "rules:fr>ca rules:ca>es"
    route = found.find("fr", "es")
    assert (route.quality, route.measured, route.source, route.target) == (47.6, True, "fr", "es")


def test_a_detour_must_be_worth_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """A gain that may be noise does not pay for another hop."""
    monkeypatch.setattr(module, "_measured", lambda: {**MEASURED, ("rules:fr>ca", "rules:ca>es"): 46.9})
    assert taken(routes("rules:fr>es", "rules:fr>ca", "rules:ca>es"), "fr", "es") == "rules:fr>es"


def test_neural_beats_rules_even_with_more_hops() -> None:
    """A neural pivot reads better than rules, and that is what is asked for."""
    found = routes("rules:fr>es", "net:fr>en", "net:en>es")
    assert taken(found, "fr", "es") == "net:fr>en net:en>es"


def test_fewer_hops_win_where_nothing_is_measured() -> None:
    """Every further hop is taken to lose quality."""
    found = routes("net:fr>en", "net:en>es", "net:fr>es")
    assert taken(found, "fr", "es") == "net:fr>es"
    assert not found.find("fr", "es").measured


def test_engines_can_share_a_chain() -> None:
    """German reaches Catalan by a neural hop and a rule-based one."""
    assert taken(routes("net:de>en", "rules:en>ca"), "de", "ca") == "net:de>en rules:en>ca"


def test_the_choice_does_not_depend_on_the_order_of_packages() -> None:
    """What the disk lists first must not decide."""
    pairs = ["net:fr>en", "net:en>es", "net:fr>de", "net:de>es", "net2:fr>en"]
    assert taken(routes(*pairs), "fr", "es") == taken(routes(*reversed(pairs)), "fr", "es")


def test_no_language_is_visited_twice_and_chains_are_short() -> None:
    """Loops end, and more than three hops are not worth reading."""
    found = routes("net:a>b", "net:b>a", "net:b>c", "net:c>b", "net:c>d", "net:d>e")
    chains = [len(route.hops) for route in found.candidates("a", "d")]
    assert chains == [3]
    assert not list(found.candidates("a", "e"))


def test_no_route_names_the_command_that_would_install_one() -> None:
    """The error tells languages by name and what to run."""
    with pytest.raises(
        RouteError, match=r"no installed engine translates from German \(de\) to Spanish \(es\)"
    ):
        routes("net:fr>en").find("de", "es")
    with pytest.raises(RouteError, match="run: depeche languages install de es"):
        routes("net:fr>en").find("de", "es")


def test_no_engine_at_all_is_said_so() -> None:
    """The first run of a new user."""
    with pytest.raises(RouteError, match="no translation engine is installed"):
        Routes([]).find("de", "es")


def test_all_lists_every_pair_once_sorted() -> None:
    """For ``depeche languages routes``."""
    listed = [(route.source, route.target) for route in routes("net:fr>en", "net:en>es").all()]
    assert listed == [("en", "es"), ("fr", "en"), ("fr", "es")]
