"""What ``deploy/cluster/`` has works: the script of the TLS files, the commands, and the manifests."""

from __future__ import annotations

import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml
from typer.testing import CliRunner

from pipeline.cli.app import program
from pipeline.core.errors import UsageError
from tests.conftest import ROOT
from tests.support.conditions import bare, call, command
from tests.support.corpus import write_corpus

DEPLOY = ROOT / "deploy" / "cluster"

needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl")


def certificates(folder: Path, *hosts: str) -> tuple[str, ...]:
    """Make the TLS files of a cluster, and return the options that name them."""
    made = call([str(DEPLOY / "certificates.sh"), str(folder), *hosts], cwd=ROOT)
    assert made.code == 0, made.err
    names = {"--tls-ca": "ca.pem", "--tls-cert": "cert.pem", "--tls-key": "key.pem"}
    return tuple(word for option, name in names.items() for word in (option, str(folder / name)))


@contextmanager
def running(folder: Path, *words: str) -> Iterator[subprocess.Popen[str]]:
    """Run ``depeche cluster`` with these words while the block runs; then it ends as it is told to."""
    with subprocess.Popen(
        command("cluster", *words), cwd=folder, env=bare(), stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(20)


@needs_openssl
def test_a_cluster_with_tls_does_a_run(tmp_path: Path, argos_packages: Path) -> None:
    """Each member proves itself; who has the files of another cluster is refused."""
    write_corpus(tmp_path / "news", documents=3, sentences=2)
    tls = certificates(tmp_path / "tls", socket.gethostname(), "192.0.2.7")
    others = certificates(tmp_path / "others")
    (tmp_path / "elsewhere").mkdir()
    file = tmp_path / "scheduler.json"
    words = (
        *(
            "run",
            str(tmp_path / "news"),
            "--to",
            "es",
            "--from",
            "fr",
            "--engine",
            "argos",
            "--memory",
            "off",
        ),
        *("--packages", str(argos_packages), "--variants", "full", "--run-id", "r", "--executor", "dask"),
        *("--scheduler", str(file)),
    )
    with running(tmp_path, "scheduler", "--port", "0", "--file", str(file), *tls):
        until = time.monotonic() + 60
        while not file.exists() and time.monotonic() < until:
            time.sleep(0.05)
        with running(tmp_path / "elsewhere", "worker", str(file), *tls) as worker:
            ran = call(command(*words, *tls), cwd=tmp_path)
            assert (ran.code, ran.lines[-1]) == (0, "3 done, 0 skipped, 0 failed"), ran.err
            nodes = Path(f"/proc/{worker.pid}/task/{worker.pid}/children").read_text().split()
            assert len(nodes) == 1
        assert not any(Path("/proc", number).exists() for number in nodes)
        stranger = call(command(*words, *others), cwd=tmp_path)
        assert stranger.code == 1
        assert "does not answer as it should: [SSL" in stranger.lines[-1]


@needs_openssl
def test_tls_files_are_for_their_owner_alone_and_never_overwritten(tmp_path: Path) -> None:
    """The key of a member lets others run programs."""
    certificates(tmp_path, "one.example.org", "192.0.2.1", "2001:db8::1")
    assert {path.name for path in tmp_path.iterdir()} == {"ca.pem", "ca-key.pem", "cert.pem", "key.pem"}
    assert all(path.stat().st_mode & 0o077 == 0 for path in tmp_path.iterdir())
    shown = ["openssl", "x509", "-in", str(tmp_path / "cert.pem"), "-noout", "-ext", "subjectAltName"]
    names = subprocess.run(shown, capture_output=True, text=True, check=True).stdout
    assert "DNS:one.example.org, IP Address:192.0.2.1, IP Address:2001:DB8:0:0:0:0:0:1" in names
    again = call([str(DEPLOY / "certificates.sh"), str(tmp_path), "x"], cwd=ROOT)
    assert again.code == 1
    assert "is there already" in again.err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["scheduler", "--host", "0.0.0.0"], r"--host 0\.0\.0\.0: is not on this machine, .*; use TLS"),  # noqa: S104
        (["worker", "tcp://192.0.2.1:8786"], r"--scheduler tcp://192\.0\.2\.1:8786: is not on this machine"),
        (["worker", "nowhere"], r"--scheduler nowhere: cannot be read: No such file"),
        (["scheduler", "--tls-ca", "ca.pem"], r"--tls-cert: is missing"),
    ],
)
def test_nothing_is_reached_beyond_the_machine_without_tls(
    words: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever reaches a scheduler can run programs on its nodes."""
    monkeypatch.chdir(tmp_path)
    ran = CliRunner().invoke(program("cluster"), ["cluster", *words])
    assert isinstance(ran.exception, UsageError)
    assert re.search(message, ran.exception.message)


def test_the_manifests_are_valid_and_confined() -> None:
    """As a cluster reads them strictly; every pod gives up what it does not need."""
    items: list[dict[str, Any]] = yaml.safe_load((DEPLOY / "kubernetes.yaml").read_text())["items"]
    pods = []
    for item in items:
        for version in ("1.25", "1.31"):
            kubernetes_validate.validate(item, version, strict=True)
        if "template" in item["spec"]:
            pods.append(item["spec"]["template"]["spec"])
    assert len(pods) == 3
    for pod in pods:
        assert pod["securityContext"]["runAsNonRoot"]
        assert not pod["automountServiceAccountToken"]
        (container,) = pod["containers"]
        assert container["securityContext"]["readOnlyRootFilesystem"]
        assert container["resources"]["limits"]["memory"]
        assert container["command"][0] == "depeche"
