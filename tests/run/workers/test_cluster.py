"""What a cluster does when its members die, hang, come back, or are not what they should be."""

from __future__ import annotations

import dataclasses
import math
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from pipeline.core.errors import WorkerError
from pipeline.core.offline import LOOPBACK
from pipeline.core.ports import Executor, Spec
from pipeline.run.batch import BatchResult
from pipeline.run.components import open_run
from pipeline.run.configuration.cluster import ClusterSettings
from pipeline.run.configuration.config import RunConfig
from pipeline.run.workers.cluster import executor, scheduler
from pipeline.run.workers.cluster.batch_runner import NodeBatchRunner, portable_config
from pipeline.run.workers.cluster.executor import ClusterExecutor
from pipeline.run.workers.cluster.member import ClusterMember, MemberSettings
from pipeline.run.workers.cluster.nodes import Nodes
from pipeline.run.workers.cluster.open_cluster import connected, own_cluster
from pipeline.run.workers.cluster.signature import differences, machine_signature
from pipeline.run.workers.drive import Supervisor
from tests.run.test_job import configured
from tests.support.clusters import SharedCluster
from tests.support.errands import Shout, notes

WORDS = tuple(f"slow-{number}" for number in range(30))


@pytest.fixture(scope="module")
def cluster() -> Iterator[SharedCluster]:
    """Start a cluster of two nodes when it is needed."""
    with closing(SharedCluster()) as shared:
        yield shared


@pytest.fixture
def shout(tmp_path: Path) -> Spec[str, list[str]]:
    """Say how words are shouted."""
    return Spec(factory=Shout, arguments=(tmp_path,))


def shouted(
    worker: Executor, spec: Spec[str, list[str]], then: Callable[[int], None], words: Iterable[str] = WORDS
) -> list[str]:
    """Return what becomes of words, each a batch; ``then`` is called with how many came back already."""
    values = Supervisor(
        worker,
        spec,
        ([word] for word in words),
        give_up=lambda word, reason: [f"{word}: {reason}"],
        seconds=lambda _: math.inf,
    )
    found: list[str] = []
    for value in values:
        found += value
        then(len(found))
    return found


def test_a_node_that_is_killed_costs_nothing(cluster: SharedCluster, shout: Spec[str, list[str]]) -> None:
    """Its batch goes to another, and it is replaced."""
    before = cluster.own.nodes.replaced

    def kill(count: int) -> None:
        if count == 3:
            os.kill(cluster.own.nodes.pids[0], signal.SIGKILL)

    with cluster.executor() as joined:
        assert shouted(joined, shout, kill) == [word.upper() for word in WORDS]
    assert cluster.own.nodes.replaced > before


def test_what_a_dead_node_worked_on_ends_with_it(
    cluster: SharedCluster, shout: Spec[str, list[str]], tmp_path: Path
) -> None:
    """So no document is written twice at a time."""
    with cluster.executor() as joined:
        handle = joined.submit(shout, ["hang"])
        while not (busy := [number for number, what in notes(tmp_path) if what == "got hang"]):
            joined.wait((handle,), timeout=0.1)
        os.kill(parent(busy[0]), signal.SIGKILL)
        while Path(f"/proc/{busy[0]}").exists() and state(busy[0]) != "Z":
            joined.wait((handle,), timeout=0.1)
        joined.wait((handle,), timeout=0.5)  # until the scheduler knows it too


def test_a_scheduler_that_comes_back_is_gone_on_with(tmp_path: Path) -> None:
    """While nodes begin, and while they work: they join it again, and it gets anew what has no answer yet."""
    members = [ClusterMember(scheduler, MemberSettings(host=LOOPBACK))]
    address = members[0].output.readline().decode().strip()
    again = MemberSettings(host=LOOPBACK, port=int(address.rpartition(":")[2]))

    def restart(count: int) -> None:
        if count == 3:
            os.kill(members[-1].pid, signal.SIGKILL)
            members.append(ClusterMember(scheduler, again))

    def restart_at_the_start() -> None:
        appears(tmp_path / "starting")
        restart(3)
        over.wait()  # a member ends with the thread that started it

    over = threading.Event()
    early = threading.Thread(target=restart_at_the_start)
    early.start()
    try:
        with (
            looked_after(Nodes(1, MemberSettings(host=LOOPBACK, scheduler=address))) as nodes,
            connected(ClusterSettings(scheduler=address)) as client,
            closing(ClusterExecutor(client)) as joined,
        ):
            words = shouted(joined, Spec(factory=SlowStart, arguments=(tmp_path,)), restart, WORDS[:10])
    finally:
        over.set()
        early.join()
        for member in members:
            member.end()
    assert words == [word.upper() for word in WORDS[:10]]
    assert len(members) == 3
    assert nodes.replaced >= 2


def test_a_scheduler_of_ones_own_that_dies_ends_the_work(shout: Spec[str, list[str]]) -> None:
    """In one line that says how to go on; nobody is left."""
    with (
        pytest.raises(WorkerError, match=r"scheduler was ended; repeat the command to continue"),
        own_cluster(1) as own,
        connected(ClusterSettings(scheduler=own.address)) as client,
        closing(ClusterExecutor(client, look=own.look)) as joined,
    ):
        shouted(joined, shout, lambda _: os.kill(own.scheduler.pid, signal.SIGKILL))
    assert not own.scheduler.is_running
    assert own.nodes.pids == ()


def test_a_node_that_joins_later_and_cannot_work_is_sent_away(cluster: SharedCluster, tmp_path: Path) -> None:
    """In a line that says why; what it was given goes to the others."""
    told: list[str] = []

    def spoil(count: int) -> None:
        if count == 2:
            (tmp_path / "closed").touch()
            os.kill(cluster.own.nodes.pids[0], signal.SIGKILL)
        if told:
            (tmp_path / "closed").unlink(missing_ok=True)

    with cluster.executor(warn=told.append) as joined:
        words = (f"slow-{number}" for number in range(400) if not told)
        found = shouted(joined, Spec(factory=Picky, arguments=(tmp_path,)), spoil, words)
    assert found == [f"SLOW-{number}" for number in range(len(found))]
    assert "a worker process cannot begin: not here; this node is not used" in told[0]


class SlowStart(Shout):
    """Takes a while to begin."""

    def __init__(self, folder: Path) -> None:
        """Say that it has begun to begin."""
        (folder / "starting").touch()
        time.sleep(0.5)
        super().__init__(folder)


class Picky(Shout):
    """Shouts unless its folder is closed."""

    def __init__(self, folder: Path) -> None:
        """Raise ``ValueError`` if it is."""
        if (folder / "closed").exists():
            raise ValueError("not here")
        super().__init__(folder)


def test_what_takes_node_after_node_along_is_given_up(
    shout: Spec[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """After some of them."""
    monkeypatch.setattr(executor, "NODE_LOSSES", 2)
    with own_cluster(1) as own, connected(ClusterSettings(scheduler=own.address)) as client:
        killed: list[int] = []

        def look() -> None:
            own.look()
            if client.nthreads() and own.nodes.pids != tuple(killed[-1:]) and is_at_work():
                killed.append(own.nodes.pids[0])
                os.kill(killed[-1], signal.SIGKILL)

        def is_at_work() -> bool:
            return bool(client.processing().get(next(iter(client.nthreads()), ""), ()))

        with closing(ClusterExecutor(client)) as made:
            handle = made.submit(shout, ["hang"])
            while not made.wait((handle,), timeout=0.1):
                look()
            lost = made.result(handle)
    assert getattr(lost, "reason", "") == "2 nodes were lost over it"
    assert len(killed) == 2


class TestNodeBatchRunner:
    """What a node makes sure of before it works for a run."""

    @pytest.fixture
    def config(self, tmp_path: Path) -> RunConfig:
        """Return a configuration whose folder is there."""
        (tmp_path / "out" / "run").mkdir(parents=True)
        return portable_config(
            configured([tmp_path], tmp_path / "out", to=("es",), engine="argos", memory="off")
        )

    def test_a_machine_that_agrees_works(self, config: RunConfig) -> None:
        """Whoever it is."""
        runner = NodeBatchRunner(config, open_run, "elsewhere", machine_signature(open_run(config)))
        with closing(runner):
            assert runner(()) == BatchResult(outcomes=())

    def test_a_machine_that_differs_says_how(self, config: RunConfig) -> None:
        """And is accepted where the user says so."""
        expected = dict(machine_signature(open_run(config))) | {"depeche": "0.0.1", "argos fr>es": "x"}
        with pytest.raises(WorkerError, match=r"results: depeche: 0.0.1 here, .* there; argos fr>es is only"):
            NodeBatchRunner(config, open_run, "elsewhere", expected)
        NodeBatchRunner(config, open_run, "elsewhere", None).close()

    def test_a_machine_without_the_folder_says_so(self, config: RunConfig) -> None:
        """Nothing could be written there."""
        elsewhere = dataclasses.replace(config, out=config.out / "no")
        with pytest.raises(WorkerError, match=r"is not there on .*all nodes mount"):
            NodeBatchRunner(elsewhere, open_run, "elsewhere", None)

    def test_a_memory_stays_on_one_machine(self, config: RunConfig, tmp_path: Path) -> None:
        """Its file system may have no locks that hold between machines."""
        with_memory = dataclasses.replace(config, memory=tmp_path / "memory")
        with pytest.raises(WorkerError, match=r"run with --memory off"):
            NodeBatchRunner(with_memory, open_run, "elsewhere", None)
        NodeBatchRunner(with_memory, open_run, socket.gethostname(), None).close()


def test_differences_name_what_differs_and_no_more() -> None:
    """In a line, whatever their number."""
    here = {"depeche": "1", "argos fr>es": "ctranslate2 4, sha256 a, isa AVX2", "x": "1"}
    there = {"depeche": "1", "argos fr>es": "ctranslate2 4, sha256 a, isa AVX512", "y": "1"}
    assert differences(here, there) == (
        "argos fr>es: isa AVX2 here, isa AVX512 there; x is only here; y is only there"
    )
    assert differences(here, here) == ""
    many = {str(number): "1" for number in range(9)}
    assert differences(many, {}).endswith("; and 6 more")


def appears(path: Path) -> None:
    """Wait until a file is there."""
    until = time.monotonic() + 60
    while not path.exists() and time.monotonic() < until:
        time.sleep(0.02)


@contextmanager
def looked_after(nodes: Nodes) -> Iterator[Nodes]:
    """Replace nodes that end, as ``depeche cluster worker`` does, while the block runs."""
    over = threading.Event()

    def look() -> None:
        while not over.wait(0.2):
            nodes.look()
        nodes.close()

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield nodes
    finally:
        over.set()
        thread.join()


def parent(number: int) -> int:
    """Return the process that started another."""
    return int(Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[1])


def state(number: int) -> str:
    """Return the state of a process; Z if it has ended."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return "Z"
