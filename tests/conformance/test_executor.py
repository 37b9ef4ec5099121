"""What every executor promises, and what the core makes of it; run over all of them.

To add one, add a ``Candidate`` to ``CANDIDATES``.
"""

from __future__ import annotations

import math
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.core.errors import WorkerError
from pipeline.core.ports import Executor, Handle, Spec, Value, WorkerLost
from pipeline.run.workers.drive import AHEAD, IN_FLIGHT, Supervisor
from pipeline.run.workers.pool import Pool
from pipeline.run.workers.serial import Serial
from tests.support.clusters import SharedCluster
from tests.support.errands import Shout, die, notes, refuse


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An executor."""

    name: str
    make: Callable[[Callable[[object], None], SharedCluster], AbstractContextManager[Executor]]
    """Make one, with what is called with notes, and the cluster that those join which need one."""
    isolates: bool
    """Whether what works can die without taking the caller along."""


CANDIDATES = (
    Candidate(name="serial", make=lambda tell, _: closing(Serial(tell=tell)), isolates=False),
    Candidate(name="pool", make=lambda tell, _: closing(Pool(2, tell=tell)), isolates=True),
    Candidate(name="dask", make=lambda tell, cluster: cluster.executor(tell), isolates=True),
)


@pytest.fixture
def told() -> list[object]:
    """Return where notes of work under way are kept."""
    return []


@pytest.fixture(scope="module")
def cluster() -> Iterator[SharedCluster]:
    """Start a cluster when it is needed: that takes longer than most of the tests."""
    with closing(SharedCluster()) as shared:
        yield shared


@pytest.fixture(params=CANDIDATES, ids=lambda candidate: candidate.name)
def executor(
    request: pytest.FixtureRequest, told: list[object], cluster: SharedCluster
) -> Iterator[Executor]:
    """Make each executor in turn."""
    with request.param.make(told.append, cluster) as made:
        yield made


@pytest.fixture(params=[one for one in CANDIDATES if one.isolates], ids=lambda candidate: candidate.name)
def isolating(
    request: pytest.FixtureRequest, told: list[object], cluster: SharedCluster
) -> Iterator[Executor]:
    """Make those in turn whose workers can die."""
    with request.param.make(told.append, cluster) as made:
        yield made


@pytest.fixture
def shout(tmp_path: Path) -> Spec[str, list[str]]:
    """Say how words are shouted."""
    return Spec(factory=Shout, arguments=(tmp_path,))


def drive(
    executor: Executor, shout: Spec[str, list[str]], *batches: Sequence[str], hanging: str = ""
) -> list[str]:
    """Return the words of all values, ``lost: reason`` for a word that was given up.

    A batch with the word ``hanging`` may take a second, the others all the time that a busy machine needs.
    """
    values = Supervisor(
        executor,
        shout,
        batches,
        give_up=lambda word, reason: [f"{word}: {reason}"],
        seconds=lambda batch: 1 if hanging in batch else math.inf,
    )
    return [word for value in values for word in value]


class TestExecutor:
    """The promises of ``ports.Executor``."""

    def test_values_come_back(
        self, executor: Executor, shout: Spec[str, list[str]], told: list[object]
    ) -> None:
        """Each to its handle, whatever order they are asked for in; and what is told meanwhile."""
        handles = [executor.submit(shout, [f"w{number}"]) for number in range(5)]
        pending = set(handles)
        values: dict[int, object] = {}
        while pending:
            ended = executor.wait(tuple(pending))
            assert ended
            for handle in ended:
                value = executor.result(handle)
                values[handle.number] = value
            pending -= set(ended)
        assert [values[handle.number] for handle in handles] == [[f"W{number}"] for number in range(5)]
        assert sorted(map(str, told)) == [f"w{number}" for number in range(5)]

    def test_slots_count_who_works(self, executor: Executor) -> None:
        """At least one."""
        assert executor.slots >= 1

    def test_nothing_to_wait_for_is_no_wait(self, executor: Executor) -> None:
        """No handles, no answer."""
        nothing: tuple[Handle[str], ...] = ()
        assert executor.wait(nothing) == ()

    def test_what_works_is_made_once_a_worker_and_closed(
        self, executor: Executor, shout: Spec[str, list[str]], tmp_path: Path
    ) -> None:
        """However many batches there are."""
        drive(executor, shout, *([f"slow-{number}"] for number in range(4)))
        executor.close()
        made = [number for number, what in notes(tmp_path) if what == "made"]
        closed = [number for number, what in notes(tmp_path) if what == "closed"]
        assert len(made) == len(set(made)) <= executor.slots
        assert sorted(closed) == sorted(made)

    def test_an_error_in_work_is_a_loss_that_says_what_it_was(
        self, executor: Executor, shout: Spec[str, list[str]]
    ) -> None:
        """And who works goes on to the next batch."""
        first, second = executor.submit(shout, ["raise"]), executor.submit(shout, ["well"])
        for handle in (first, second):  # in whichever order they end
            assert executor.wait((handle,)) == (handle,)
        lost = executor.result(first)
        assert isinstance(lost, WorkerLost)
        assert not lost.again
        assert "ZeroDivisionError: oh" in lost.reason
        assert executor.result(second) == ["WELL"]

    def test_work_that_cannot_be_made_is_an_error(self, executor: Executor) -> None:
        """No batch could be worked on, so none is tried."""
        with pytest.raises(Exception, match="no such folder") as raised:
            executor.wait((executor.submit(Spec(factory=refuse, arguments=("no such folder",)), ["a"]),))
        assert type(raised.value).__name__ in {"WorkerError", "ValueError"}

    def test_many_batches_come_out_in_order(self, executor: Executor, shout: Spec[str, list[str]]) -> None:
        """As they went in, though some take longer."""
        batches = [[f"slow-{n}" if n % 7 == 0 else f"w{n}", f"x{n}"] for n in range(40)]
        words = [word for batch in batches for word in batch]
        assert drive(executor, shout, *batches) == [word.upper() for word in words]

    def test_what_raises_costs_the_others_nothing(
        self, executor: Executor, shout: Spec[str, list[str]]
    ) -> None:
        """One item of a batch, and the reason is said."""
        words = drive(executor, shout, ["a", "raise-b", "c"], ["d"])
        assert words == ["A", "raise-b: unexpected ZeroDivisionError: oh; please report it", "C", "D"]

    @pytest.mark.parametrize(
        ("poison", "reason"),
        [
            ("kill", "was ended by SIGKILL"),
            ("exit", "ended with exit code 7"),
            ("leave", "ended with exit code 1"),
        ],
    )
    def test_poison_costs_the_others_nothing(
        self, isolating: Executor, shout: Spec[str, list[str]], poison: str, reason: str, tmp_path: Path
    ) -> None:
        """Two items that take every worker down are lost, tried alone twice each; the rest is not."""
        words = drive(isolating, shout, ["a", poison, "c"], ["d"], [f"{poison}-2"], ["f"])
        assert [word.partition(":")[0] for word in words] == ["A", poison, "C", "D", f"{poison}-2", "F"]
        assert all(reason in word for word in words if word.startswith(poison))
        tries = [what for _, what in notes(tmp_path)]
        assert (tries.count(f"got {poison}"), tries.count(f"got {poison}-2")) == (3, 2)

    def test_a_worker_that_dies_by_accident_costs_nothing(
        self, isolating: Executor, shout: Spec[str, list[str]]
    ) -> None:
        """In company and alone."""
        assert drive(isolating, shout, ["a", "once-1"], ["once-2"], ["b"]) == ["A", "ONCE-1", "ONCE-2", "B"]

    @pytest.mark.parametrize("way", ["hang", "stop"])
    def test_what_hangs_is_ended(
        self, isolating: Executor, shout: Spec[str, list[str]], way: str, tmp_path: Path
    ) -> None:
        """After its time, in the batch and once alone; the others are done."""
        words = drive(isolating, shout, ["a", way], ["b"], hanging=way)
        assert words == ["A", f"{way}: no answer for 1 s, so its worker process was ended", "B"]
        assert [what for _, what in notes(tmp_path)].count(f"got {way}") == 2

    def test_closing_ends_what_is_under_way(
        self, isolating: Executor, shout: Spec[str, list[str]], tmp_path: Path
    ) -> None:
        """With the programs that it has started."""
        isolating.submit(shout, ["start"])
        handle = isolating.submit(shout, ["a"])
        while not any(what.startswith("started") for _, what in notes(tmp_path)):
            isolating.wait((handle,), timeout=0.05)
        isolating.close()
        worker, what = next(note for note in notes(tmp_path) if note[1].startswith("started"))
        until = time.monotonic() + 10  # the kernel ends a program a moment after the one that started it
        while any(map(is_running, (worker, int(what.split()[1])))) and time.monotonic() < until:
            time.sleep(0.02)
        assert not is_running(worker)
        assert not is_running(int(what.split()[1]))


class TestPool:
    """What is the pool's own."""

    def test_killed_workers_are_replaced(self, shout: Spec[str, list[str]], tmp_path: Path) -> None:
        """Again and again, at any moment, idle or busy; every word comes back."""
        batches = [[f"slow-{number}"] for number in range(8)]
        choice = random.Random(1)
        with closing(Pool(2)) as pool:
            values = iter(
                Supervisor(pool, shout, batches, give_up=lambda word, _: [word], seconds=lambda _: math.inf)
            )
            words = []
            for number in range(len(batches)):
                words += next(values)
                if number % 3 == 0 and pool.members:
                    os.kill(choice.choice(pool.members), signal.SIGKILL)
        assert words == [f"SLOW-{number}" for number in range(8)]
        assert len({number for number, _ in notes(tmp_path)}) > 2

    def test_workers_that_die_as_they_start_stop_the_run(self) -> None:
        """After some tries, with the reason."""
        with closing(Pool(2)) as pool, pytest.raises(WorkerError, match=r"5 in a row: .* exit code 9"):
            pool.wait((pool.submit(Spec(factory=die, arguments=(9,)), ["a"]),))

    def test_workers_outlive_their_parent_in_no_way(self, tmp_path: Path) -> None:
        """Killed outright, it leaves nobody behind: neither the busy nor the idle."""
        script = (
            "import sys; from pathlib import Path; from pipeline.run.workers.pool import Pool;"
            "from pipeline.core.ports import Spec; from tests.support.errands import Shout;"
            "pool = Pool(2); spec = Spec(factory=Shout, arguments=(Path(sys.argv[1]),));"
            "a, b = pool.submit(spec, ['a']), pool.submit(spec, ['hang']);"
            "pool.wait((a,)); print(*pool.members, flush=True); pool.wait((b,))"
        )
        root = str(Path(__file__).parents[2])
        process = subprocess.Popen(
            [sys.executable, "-c", script, str(tmp_path)],
            cwd=root,
            env={**os.environ, "PYTHONPATH": root},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        workers = [int(number) for number in process.stdout.readline().split()]
        assert len(workers) == 2
        process.kill()
        process.wait()
        process.stdout.close()
        assert all(ends(worker) for worker in workers)


class Counting(Serial):
    """A serial executor of three slots that works on what came last, and notes how much it was given."""

    slots = 3
    most = 0

    def wait(
        self, handles: Collection[Handle[Value]], timeout: float | None = None
    ) -> tuple[Handle[Value], ...]:
        """Work on the last of them."""
        self.most = max(self.most, len(handles))
        return super().wait(tuple(handles)[-1:], timeout)


class TestDrive:
    """What the core keeps to, whoever works."""

    def test_batches_are_taken_as_they_are_needed(self, shout: Spec[str, list[str]]) -> None:
        """A few a slot are under way, and a limited number waits for an earlier one."""
        taken = 0

        def batches() -> Iterator[list[str]]:
            nonlocal taken
            for number in range(1000):
                taken += 1
                yield [f"w{number}"]

        executor = Counting()
        ahead = 0
        values = Supervisor(
            executor, shout, batches(), give_up=lambda word, _: [word], seconds=lambda _: math.inf
        )
        for count, _ in enumerate(values):
            ahead = max(ahead, taken - count)
        executor.close()
        assert count == 999
        assert executor.most == IN_FLIGHT * 3
        assert ahead <= AHEAD * 3 + 1

    def test_nothing_in_nothing_out(self, shout: Spec[str, list[str]], tmp_path: Path) -> None:
        """Not even a worker is made."""
        assert drive(Serial(), shout) == []
        assert notes(tmp_path) == []


def ends(number: int) -> bool:
    """Say whether a process has ended, or soon does."""
    for _ in range(1000):
        if not is_running(number):
            return True
        time.sleep(0.02)
    return False


def is_running(number: int) -> bool:
    """Say whether there is a process of this number that has not ended."""
    try:
        state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in "ZX"
