"""Runs on a cluster write what runs of one process write, whatever dies meanwhile."""

from __future__ import annotations

import dataclasses
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from pipeline.core.errors import UsageError, WorkerError
from pipeline.core.offline import enforced
from pipeline.run.components import open_run
from pipeline.run.configuration.cluster import ClusterSettings
from pipeline.run.configuration.config import RunConfig, load_config
from pipeline.run.configuration.options import Options
from pipeline.run.job import run as do
from pipeline.run.workers.cluster import open_cluster
from pipeline.run.workers.serial import Serial
from pipeline.verify.run import verify_run
from tests.run.test_job import configured, tree
from tests.support.clusters import SharedCluster
from tests.support.conditions import command
from tests.support.corpus import write_corpus

Configure = Callable[..., RunConfig]

ONE_BY_ONE = """
from pipeline.run import job, turns
job.SHARED_BATCH_LIMITS = turns.BatchLimits(documents=1, bytes=10_000)
"""
QUICK: dict[str, object] = {"engine": "argos", "source": "fr", "variants": ("full",), "memory": "off"}
"""Options that leave out what nodes take long to load, for tests that are not about it."""


@pytest.fixture(scope="module")
def cluster() -> Iterator[SharedCluster]:
    """Start a cluster of two nodes when it is needed."""
    with closing(SharedCluster()) as shared:
        yield shared


@pytest.fixture
def configure(argos_packages: Path, tmp_path: Path, cluster: SharedCluster) -> Configure:
    """Return what makes a configuration: the run's place, whether it is for the cluster, more options."""

    def made(place: str, *, on_cluster: bool = False, **options: object) -> RunConfig:
        config = configured(
            [tmp_path / "news"], tmp_path / place, to=("es",), packages=str(argos_packages), **options
        )
        settings = ClusterSettings(scheduler=cluster.own.address) if on_cluster else None
        return dataclasses.replace(config, cluster=settings)

    return made


@pytest.mark.usefixtures("apertium")
def test_one_process_and_nodes_write_the_same_bytes(
    tmp_path: Path, configure: Configure, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In two languages and by two engines, with a memory: every file is the same, times aside.

    Inputs and the run are named from the working folder, which is none of the nodes'.
    """
    monkeypatch.chdir(tmp_path)
    write_corpus(tmp_path / "news", documents=20, sentences=2)
    for name, workers in (("serial", 1), ("dask", 2)):
        config = configure(name, on_cluster=name == "dask")
        config = dataclasses.replace(config, inputs=("news",), out=Path("runs", name), workers=workers)
        with enforced():
            record = do(config)
        assert (record.counts.done, record.counts.failed) == (20, 0)
        assert {engine.engine for engine in record.engines} == {"argos", "apertium"}
    assert tree(tmp_path / "runs" / "serial") == tree(tmp_path / "runs" / "dask")
    assert list(verify_run(tmp_path / "runs" / "dask" / "run")) == []


def test_a_run_that_is_killed_is_gone_on_with(
    tmp_path: Path, configure: Configure, cluster: SharedCluster
) -> None:
    """Its nodes live on, and end what they did for it; the same command makes the rest."""
    write_corpus(tmp_path / "news", documents=12, sentences=4)
    do(configure("whole", **QUICK))
    config = configure("killed", on_cluster=True, **QUICK)
    words = (
        *("run", tmp_path / "news", "--to", "es", "--from", "fr", "--engine", "argos", "--variants", "full"),
        *("--memory", "off", "--packages", config.packages, "--out", config.out, "--run-id", "run"),
        *("--executor", "dask", "--scheduler", cluster.own.address),
    )
    with subprocess.Popen(command(*words, before=ONE_BY_ONE), stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        first = next(line for line in process.stderr if line.startswith("done"))
        process.kill()
    assert first
    record = do(dataclasses.replace(config, cluster=None))
    assert record.counts.failed == 0
    assert 1 <= record.counts.skipped < 12
    assert tree(tmp_path / "killed" / "run" / "documents") == tree(tmp_path / "whole" / "run" / "documents")
    assert list(verify_run(tmp_path / "killed" / "run")) == []


def test_work_that_no_other_process_can_make_is_refused(tmp_path: Path, configure: Configure) -> None:
    """Such as components that are made already."""
    write_corpus(tmp_path / "news", documents=1, sentences=4)
    config = configure("made", on_cluster=True, **QUICK)
    with pytest.raises(UsageError, match="each node can make by itself"):
        do(config, open_run(config), executor=Serial())


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"scheduler": "tcp://192.0.2.1:8786"}, r"is not on this machine, .*; use TLS: --tls-ca, --tls-cert"),
        ({"scheduler": "tcp://127.0.0.1"}, r"must be tcp://HOST:PORT or tls://HOST:PORT"),
        ({"scheduler": "tls://127.0.0.1:1"}, r"needs --tls-ca, --tls-cert and --tls-key"),
        ({"scheduler": "http://127.0.0.1:1/x"}, r"must be tcp://HOST:PORT"),
        ({"scheduler": "tcp://127.0.0.1:99999"}, r"is no address"),
        ({"scheduler": "nowhere.json"}, r"cannot be read: No such file or directory; name tcp://HOST:PORT"),
        ({"scheduler": "news/000.txt"}, r"is no scheduler's file"),
    ],
)
def test_a_scheduler_that_cannot_be_used_is_refused(
    given: dict[str, str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one line, before anything is connected to."""
    monkeypatch.chdir(tmp_path)
    write_corpus(tmp_path / "news", documents=1, sentences=4)
    with enforced(), pytest.raises(UsageError, match=message) as refused:
        do(load_config(["news"], Options(to=("es",), memory="off", **given)))  # type: ignore[arg-type]
    assert "\n" not in refused.value.message


def test_a_scheduler_that_is_not_there_is_named(
    tmp_path: Path, configure: Configure, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After some seconds, for it may be starting."""
    monkeypatch.setattr(open_cluster, "_ANSWER_SECONDS", 0.1)
    write_corpus(tmp_path / "news", documents=1, sentences=2)
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    config = dataclasses.replace(
        configure("none", **QUICK), cluster=ClusterSettings(scheduler=f"tcp://127.0.0.1:{port}")
    )
    with pytest.raises(WorkerError, match=rf"127.0.0.1:{port} cannot be reached: Connection refused; start"):
        do(config)


def test_tls_files_that_are_none_are_refused(tmp_path: Path) -> None:
    """Each by its option."""
    (tmp_path / "a.pem").write_text("nothing")
    for given, message in (
        ({"tls_ca": "a.pem"}, "--tls-cert: is missing"),
        (
            {"tls_ca": "no.pem", "tls_cert": "a.pem", "tls_key": "a.pem"},
            "--tls-ca .*no.pem: cannot be read: No such",
        ),
        ({"tls_ca": "a.pem", "tls_cert": "a.pem", "tls_key": "a.pem"}, "--tls-ca .*: is no file in PEM"),
    ):
        named = {name: str(tmp_path / value) for name, value in given.items()}
        with pytest.raises(UsageError, match=message):
            load_config(["news"], Options(to=("es",), scheduler="tls://h:1", **named))  # type: ignore[arg-type]


def test_without_dask_the_command_that_installs_it_is_said(
    tmp_path: Path, configure: Configure, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing else of the run needs it."""
    write_corpus(tmp_path / "news", documents=1, sentences=4)
    config = dataclasses.replace(configure("none", **QUICK), cluster=ClusterSettings())
    monkeypatch.setattr("pipeline.run.workers.cluster.dask_settings.find_spec", lambda _: None)
    with pytest.raises(UsageError, match=r"--executor dask: needs .* distributed.*; run: .* install"):
        do(config)
