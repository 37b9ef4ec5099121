"""Which chain of hops is taken."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.core.errors import RouteError
from pipeline.core.records import Hop
from pipeline.translate.routes import quality as route_quality
from pipeline.translate.routes.finder import Routes, route_name
from pipeline.translate.routes.graph import Network
from pipeline.translate.routes.quality import Measurement
from tests.support.fakes import FakeEngine

MEASURED = {
    ("rules:fr>es",): 46.3,
    ("rules:fr>ca", "rules:ca>es"): 47.6,
    ("rules:fr>ca",): 46.0,
    ("rules:ca>es",): 57.0,
}


@pytest.fixture(autouse=True)
def measured(monkeypatch: pytest.MonkeyPatch) -> None:
    """Route by a small table of qualities."""
    monkeypatch.setattr(route_quality, "built_in", lambda: measurements(MEASURED))


def measurements(table: Mapping[tuple[str, ...], float]) -> tuple[Measurement, ...]:
    """Return measured qualities by chain as a table has them."""
    return tuple(Measurement(hops=hops, chrf=chrf, segments=10) for hops, chrf in table.items())


def routes(
    *pairs: str,
    stored: Mapping[tuple[str, ...], float] | None = None,
    stated: Mapping[str, float] | None = None,
) -> Routes:
    """Make routes over fake engines from ``engine:source>target``; "net" is neural, the others are not.

    ``stored`` was measured on this machine, ``stated`` is what packages say of themselves.
    """
    hops: dict[str, list[Hop]] = {}
    for pair in pairs:
        engine, _, ends = pair.partition(":")
        source, _, target = ends.partition(">")
        method = "neural" if engine.startswith("net") else "rule-based"
        hops.setdefault(engine, []).append(
            Hop(
                engine=engine,
                source=source,
                target=target,
                method=method,  # type: ignore[arg-type]
                quality=(stated or {}).get(pair),
            )
        )
    engines = [FakeEngine(name=engine, offered=tuple(found)) for engine, found in hops.items()]
    return Routes(engines, stored=measurements(stored or {}))


def taken(found: Routes, source: str, target: str) -> str:
    """Return the route taken as ``engine:source>target`` hops."""
    return " ".join(f"{hop.engine}:{hop.source}>{hop.target}" for hop in found.find(source, target).hops)


def test_a_better_measured_chain_beats_a_shorter_one() -> None:
    """French to Spanish is better by way of Catalan, as measured on news."""
    found = routes("rules:fr>es", "rules:fr>ca", "rules:ca>es")
    assert taken(found, "fr", "es") == "rules:fr>ca rules:ca>es"
    route = found.find("fr", "es")
    assert (route.quality, route.measured, route.source, route.target) == (47.6, True, "fr", "es")


def test_a_detour_must_be_worth_it() -> None:
    """A gain that may be noise does not pay for another hop."""
    stored: dict[tuple[str, ...], float] = {("rules:fr>ca", "rules:ca>es"): 46.9}
    found = routes("rules:fr>es", "rules:fr>ca", "rules:ca>es", stored=stored)
    assert taken(found, "fr", "es") == "rules:fr>es"


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


def test_what_was_measured_here_outranks_what_depeche_knows() -> None:
    """A user's own test set decides for the user."""
    pairs = ("rules:fr>es", "rules:fr>ca", "rules:ca>es")
    found = routes(*pairs, stored={("rules:fr>es",): 50.0, ("other:fr>es",): 99.0})
    assert taken(found, "fr", "es") == "rules:fr>es"
    assert (found.find("fr", "es").quality, found.find("fr", "es").measured) == (50.0, True)


def test_a_measured_route_outranks_a_stated_one_and_that_an_estimate() -> None:
    """What a package says of itself counts where nobody measured, and is not called measured."""
    pairs = ("net1:fr>es", "net2:fr>es", "net3:fr>es")
    found = routes(*pairs, stated={"net2:fr>es": 60.0})
    assert taken(found, "fr", "es") == "net2:fr>es"
    assert (found.find("fr", "es").quality, found.find("fr", "es").measured) == (60.0, False)
    found = routes(*pairs, stated={"net2:fr>es": 90.0}, stored={("net2:fr>es",): 20.0})
    assert taken(found, "fr", "es") == "net1:fr>es"


def test_a_chain_that_measured_badly_is_not_taken_for_its_estimate() -> None:
    """The next best of the same languages is, by another engine's hop."""
    pairs = ("net1:fr>en", "net2:fr>en", "net1:en>es")
    found = routes(*pairs, stored={("net1:fr>en", "net1:en>es"): 10.0})
    assert taken(found, "fr", "es") == "net2:fr>en net1:en>es"


def test_two_models_for_a_pair_are_two_routes() -> None:
    """The better one is taken, and both are there to be measured."""
    found = routes("net/a:fr>es", "net/b:fr>es", stored={("net/b:fr>es",): 61.0})
    assert taken(found, "fr", "es") == "net/b:fr>es"
    assert [route_name(route) for route in found.best("fr", "es", 9)] == ["net/b:fr>es", "net/a:fr>es"]
    assert [route_name(route) for route in found.best("fr", "es", 9, part="net/a")] == ["net/a:fr>es"]


@pytest.mark.parametrize("missing", [(), ("net:c00>c31",)])
def test_a_route_among_a_thousand_hops_takes_few_steps(
    monkeypatch: pytest.MonkeyPatch, missing: tuple[str, ...]
) -> None:
    """A model of 32 languages has 992 hops and 27,931 chains; a look at a pair's hops is a step."""
    steps = 0
    look = Network.hops

    def counted(network: Network, pair: tuple[str, str]) -> list[Hop]:
        nonlocal steps
        steps += 1
        return look(network, pair)

    codes = [f"c{number:02}" for number in range(32)]
    pairs = [f"net:{one}>{other}" for one, other in product(codes, codes) if one != other]
    found = routes(*(pair for pair in pairs if pair not in missing))
    monkeypatch.setattr(Network, "hops", counted)
    assert len(found.find("c00", "c31").hops) == (2 if missing else 1)
    assert steps <= (60 if missing else 1)
    assert len(list(found.all())) == 992
    assert steps <= 2000


QUALITIES = st.one_of(st.none(), st.sampled_from([30.0, 44.9, 45.0, 50.1, 55.0, 60.0, 72.5]))
HOPS = st.dictionaries(
    st.builds(
        "{0[0]}:{0[1]}>{0[2]}".format,
        st.tuples(
            st.sampled_from(["net", "net2", "rules"]), st.sampled_from("abcd"), st.sampled_from("abcd")
        ).filter(lambda parts: parts[1] != parts[2]),
    ),
    QUALITIES,
    max_size=14,
)


@settings(deadline=None, max_examples=300)
@given(hops=HOPS, data=st.data())
def test_the_short_search_finds_what_the_long_one_finds(
    hops: dict[str, float | None], data: st.DataObject
) -> None:
    """Whatever is offered, stated and measured, the route found is the first of all candidates in order."""
    plain = routes(*hops, stated={hop: quality for hop, quality in hops.items() if quality is not None})
    every = [
        route
        for one, other in product("abcd", "abcd")
        if one != other
        for route in plain.candidates(one, other)
    ]
    stored = {}
    if every:
        some = data.draw(st.lists(st.sampled_from(every), max_size=5))
        stored = {tuple(route_name(route).split()): data.draw(st.floats(20, 80)) for route in some}
    found = routes(
        *hops, stated={hop: quality for hop, quality in hops.items() if quality is not None}, stored=stored
    )
    best = {(route.source, route.target): route for route in found.all()}
    for pair in product("abcd", "abcd"):
        candidates = found.best(*pair, 1) if pair[0] != pair[1] else []
        assert [best[pair]] == candidates if pair in best else not candidates


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
