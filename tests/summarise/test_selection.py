"""Taking sentences down a ranking: the length is kept, and what belongs together stays together."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.summarise.ranking import Fixed
from pipeline.summarise.selection import Units, choose_segments


def groups(sizes: list[int]) -> tuple[tuple[int, ...], ...]:
    """Return so many positions for each unit, in a row."""
    starts = [sum(sizes[:i]) for i in range(len(sizes))]
    return tuple(tuple(range(start, start + size)) for start, size in zip(starts, sizes, strict=True))


def alone(number: int, **leaning: int) -> Units:
    """Return sentences each for itself; ``u3=2`` says that the fourth leans on the third."""
    return Units(members=groups([1] * number), leans_on={int(u[1:]): on for u, on in leaning.items()})


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[int], Units, list[float], float]:
    """Draw an order, units, sizes and a limit."""
    members = groups(draw(st.lists(st.integers(1, 3), min_size=1, max_size=8)))
    leaning = draw(st.sets(st.integers(1, 8)))
    number = sum(map(len, members))
    return (
        draw(st.permutations(range(number))),
        Units(members=members, leans_on={unit: unit - 1 for unit in leaning if unit < len(members)}),
        draw(st.lists(st.integers(1, 9).map(float), min_size=number, max_size=number)),
        float(draw(st.integers(0, 40))),
    )


@given(case=cases())
def test_the_limit_units_and_support_are_kept(case: tuple[list[int], Units, list[float], float]) -> None:
    """Unless no unit fits at all: then sentences come singly, still within the limit."""
    order, units, sizes, most = case
    chosen = choose_segments(Fixed(order), units, sizes, most)
    assert sum(sizes[position] for position in chosen) <= most
    whole = [set(members) <= chosen for members in units.members]
    costs = [sum(sizes[position] for position in members) for members in units.members]
    standing = [cost for unit, cost in enumerate(costs) if unit not in units.leans_on]
    if min(standing) <= most:
        assert all(
            set(m) & chosen == (set(m) if taken else set())
            for m, taken in zip(units.members, whole, strict=True)
        )
        assert all(whole[on] for unit, on in units.leans_on.items() if whole[unit])
        room = most - sum(sizes[position] for position in chosen)
        open_units = [
            unit
            for unit, taken in enumerate(whole)
            if not taken and (unit not in units.leans_on or whole[units.leans_on[unit]])
        ]
        assert all(costs[unit] > room for unit in open_units)


def test_a_sentence_brings_the_one_that_it_leans_on() -> None:
    """The best sentence begins with "He": whom it speaks of is in too."""
    assert choose_segments(Fixed([2, 0, 1]), alone(3, u2=1), [1] * 3, 2) == {1, 2}


def test_where_both_do_not_fit_the_next_best_is_taken() -> None:
    """There is room for one sentence only."""
    assert choose_segments(Fixed([2, 0, 1]), alone(3, u2=1), [1] * 3, 1) == {0}


def test_a_long_chain_waits_until_its_support_is_taken() -> None:
    """A sentence that leans on one that leans on another does not bring both."""
    units = alone(4, u1=0, u2=1)
    assert choose_segments(Fixed([2, 3, 0, 1]), units, [1] * 4, 3) == {0, 1, 3} or choose_segments(
        Fixed([2, 3, 0, 1]), units, [1] * 4, 3
    ) == {0, 1, 2}
    assert choose_segments(Fixed([2, 3, 0, 1]), units, [1] * 4, 4) == {0, 1, 2, 3}


def test_a_chain_through_the_whole_text_takes_no_time() -> None:
    """5,000 sentences that all begin with "He"."""
    number = 5_000
    units = Units(members=groups([1] * number), leans_on={i: i - 1 for i in range(1, number)})
    assert choose_segments(Fixed(range(number - 1, -1, -1)), units, [1] * number, 3) == {0, 1, 2}


def test_a_quotation_too_long_is_passed_over() -> None:
    """Three sentences of a quotation do not fit into two; others are taken."""
    units = Units(members=((0, 1, 2), (3,), (4,)), leans_on={})
    assert choose_segments(Fixed([1, 0, 2, 4, 3]), units, [1] * 5, 2) == {3, 4}


def test_a_text_that_is_one_quotation_is_cut_after_all() -> None:
    """A speech has a summary too."""
    units = Units(members=((0, 1, 2),), leans_on={})
    assert choose_segments(Fixed([1, 0, 2]), units, [1] * 3, 2) == {0, 1}
