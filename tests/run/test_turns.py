"""Turns and the window: one thread works at a time, the oldest first, and not too many are under way."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from pipeline.core.errors import WorkerError
from pipeline.run.turns import BatchLimits, Turns, Window


def test_one_thread_has_the_turn_and_the_oldest_is_next() -> None:
    """Those that wait get it in the order of their numbers, whenever they came."""
    turns, order, inside = Turns(), [], []
    queued = threading.Semaphore(0)

    def work(number: int) -> None:
        queued.release()
        with turns.taken(number):
            inside.append(number)
            order.append(number)
            assert inside == [number]
            inside.clear()

    with ThreadPoolExecutor(6) as pool:
        with turns.taken(0):
            done = [pool.submit(work, number) for number in (5, 3, 4, 1, 2)]
            for _ in done:
                queued.acquire()
            while len(turns._waiting) < len(done):
                pass
        for one in done:
            one.result()
    assert order == [1, 2, 3, 4, 5]


def test_who_waits_for_something_gives_the_turn_away() -> None:
    """Another thread has it meanwhile; without the turn there is nothing to give."""
    turns = Turns()
    with turns.given_away():
        pass

    def work() -> str:
        with turns.taken(2):
            return "had it"

    with ThreadPoolExecutor(1) as pool:
        with turns.taken(1):
            with turns.given_away():
                assert pool.submit(work).result() == "had it"
            waiting = pool.submit(work)
            assert not waiting.done()
        assert waiting.result() == "had it"
    with turns.taken(3):
        pass


def test_closed_turns_are_an_error_for_all_that_want_one() -> None:
    """Those that wait, those that come, and those that want theirs back."""
    turns = Turns()
    has_turn, is_closed = threading.Event(), threading.Event()

    def give_away() -> None:
        with turns.taken(1), turns.given_away():
            has_turn.set()
            is_closed.wait()

    def hold() -> None:
        with turns.taken(2):
            is_closed.wait()

    def wait() -> None:
        with turns.taken(3):
            pass

    with ThreadPoolExecutor(3) as pool:
        away = pool.submit(give_away)
        has_turn.wait()
        holding = pool.submit(hold)
        while not turns._is_taken:
            pass
        waiting = pool.submit(wait)
        while not turns._waiting:
            pass
        turns.close()
        is_closed.set()
        holding.result()
        for one in (away, waiting):
            with pytest.raises(WorkerError):
                one.result()
    with pytest.raises(WorkerError):
        wait()


def test_the_window_lets_in_as_many_as_have_room_in_order() -> None:
    """Bytes count as documents do; one that is too large goes in alone."""
    window = Window(BatchLimits(documents=2, bytes=100))
    inside: list[int] = []
    most: list[tuple[int, ...]] = []
    lock = threading.Lock()
    go = threading.Semaphore(0)

    def work(number: int, size: int) -> None:
        with window.entered(number, 1, size):
            with lock:
                inside.append(number)
                most.append(tuple(inside))
            go.acquire()
            with lock:
                inside.remove(number)

    sizes = [10, 10, 90, 20, 500, 1]
    with ThreadPoolExecutor(len(sizes)) as pool:
        done = [pool.submit(work, number, size) for number, size in enumerate(sizes)]
        while not all(one.done() for one in done):
            go.release()
        for one in done:
            one.result()
    assert [entered[-1] for entered in most] == list(range(len(sizes)))
    for entered in most:
        assert len(entered) <= 2
        assert len(entered) == 1 or sum(sizes[number] for number in entered) <= 100


def test_a_closed_window_lets_nobody_in() -> None:
    """Neither those that wait nor those that come."""
    window = Window(BatchLimits(documents=1, bytes=100))

    def work(number: int) -> None:
        with window.entered(number, 1, 1):
            pass

    with ThreadPoolExecutor(1) as pool, window.entered(0, 1, 1):
        waiting = pool.submit(work, 1)
        window.close()
        with pytest.raises(WorkerError):
            waiting.result()
    with pytest.raises(WorkerError):
        work(2)
