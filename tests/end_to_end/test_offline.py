"""After set-up nothing reaches for the network, and what would is refused."""

from __future__ import annotations

import re
import shlex
import shutil
import socket
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pipeline.core.errors import OfflineError
from pipeline.core.offline import enforced, insist, lifted, reaching
from pipeline.core.ports import Spec, WorkerLost
from pipeline.run.workers.pool import Pool
from tests.conftest import EXAMPLES
from tests.support.conditions import call, command

NOBODY = ("192.0.2.1", 9)
"""An address that belongs to nobody (RFC 5737): a packet to it would do no harm."""

REACHES: dict[str, Callable[[], object]] = {
    "socket": lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
    "socket of IPv6": lambda: socket.socket(socket.AF_INET6, socket.SOCK_STREAM),
    "connection": lambda: socket.create_connection(NOBODY, timeout=0.1),
    "name": lambda: socket.getaddrinfo("localhost", 80),
    "old name": lambda: socket.gethostbyname("localhost"),
    "address": lambda: socket.gethostbyaddr("127.0.0.1"),
}


@pytest.mark.parametrize("name", sorted(REACHES))
def test_the_network_is_refused(name: str) -> None:
    """In one line that says what was asked for; afterwards it is as it was."""
    with enforced(), pytest.raises(OfflineError, match=r"^refused to .*: depeche works offline") as refused:
        REACHES[name]()
    assert "\n" not in refused.value.message
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).close()


def test_a_socket_that_is_open_already_is_refused_too() -> None:
    """Whoever opened it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as old, enforced():
        for reach in (
            lambda: old.connect(NOBODY),
            lambda: old.sendto(b"x", NOBODY),
            lambda: old.bind(NOBODY),
        ):
            with pytest.raises(OfflineError, match=r"refused to reach \('192\.0\.2\.1', 9\)"):
                reach()


def test_sockets_within_the_machine_are_none_of_it() -> None:
    """Workers talk over them."""
    with enforced():
        one, other = socket.socketpair()
        with one, other:
            one.sendall(b"x")
            assert other.recv(1) == b"x"


def test_all_threads_may_reach_one_place_and_no_other() -> None:
    """A port of a host, as libraries need it that connect from threads of their own; afterwards none may."""

    def connect(*address: object) -> None:
        with socket.socket() as made:
            made.connect(address)

    def bind() -> None:
        with socket.socket() as made:
            made.bind(("127.0.0.1", 0))

    with socket.create_server(("127.0.0.1", 0)) as server, enforced():
        port = server.getsockname()[1]
        with reaching("127.0.0.1", port), ThreadPoolExecutor(1) as others:
            others.submit(connect, "127.0.0.1", port).result()
            for refused in (
                others.submit(connect, *NOBODY),
                others.submit(connect, "127.0.0.1", port + 1),
                others.submit(socket.getaddrinfo, "example.org", port),
                others.submit(bind),
            ):
                with pytest.raises(OfflineError):
                    refused.result()
        with pytest.raises(OfflineError):
            connect("127.0.0.1", port)
        insist()
        with pytest.raises(OfflineError, match="--offline forbids it"), reaching("192.0.2.1", 9):
            pass


def test_the_ban_is_lifted_for_whom_the_network_is_the_purpose() -> None:
    """Unless the user insists; after that it holds again."""
    with enforced():
        with lifted():
            socket.socket(socket.AF_INET, socket.SOCK_DGRAM).close()
        insist()
        with lifted(), pytest.raises(OfflineError):
            socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    with enforced(), lifted():
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM).close()


class Reacher:
    """Work that reaches for the network."""

    def __call__(self, names: Sequence[str]) -> str:
        """Say what came of the first of ``REACHES``."""
        REACHES[names[0]]()
        return "reached"


def test_worker_processes_are_refused_as_well() -> None:
    """Each has a guard of its own."""
    pool = Pool(1)
    try:
        handle = pool.submit(Spec(factory=Reacher, arguments=()), ["connection"])
        pool.wait([handle])
        result = pool.result(handle)
    finally:
        pool.close()
    assert isinstance(result, WorkerLost)
    assert "OfflineError: refused to" in result.reason


@pytest.mark.usefixtures("index")
def test_an_install_can_be_told_to_stay_offline(tmp_path: Path) -> None:
    """Then packages come from files and folders alone."""
    words = ("languages", "install", "fr", "--packages", "packages")
    refused = call(command("--offline", *words), cwd=tmp_path)
    assert (refused.code, len(refused.lines)) == (1, 1)
    assert refused.lines[0].startswith("depeche: refused to ")
    assert not (tmp_path / "packages").exists()
    ran = call(command(*words), cwd=tmp_path)
    assert (ran.code, ran.out.count("installed ")) == (0, 2)


def test_what_a_library_tries_in_a_run_ends_its_document_alone(tmp_path: Path, argos_packages: Path) -> None:
    """With the reason, in a command that was told nothing about the network."""
    (tmp_path / "a.txt").write_text("Le maire a annoncé lundi que les écoles resteront fermées.\n")
    before = (
        "import socket\nfrom pipeline.read import document\n"
        "document.slug = lambda words: socket.create_connection(('192.0.2.1', 9))"
    )
    words = ("run", "a.txt", "--to", "es", "--from", "fr", "--packages", argos_packages, "--run-id", "r")
    ran = call(command(*words, before=before), cwd=tmp_path)
    assert ran.code == 1
    assert ran.lines[0].startswith(
        "failed   a.txt: refused to look up 192.0.2.1: depeche works offline; only "
    )


def watched(script: str, *, cwd: Path, log: Path) -> list[str]:
    """Run a script of the shell, and return every call with which it or a child of it turned to a network.

    ``strace`` sees the calls. Where it is not allowed to look, the script has to do without any network, in
    an empty namespace. A machine that offers neither fails the test: nothing would be shown.
    """
    shell = ["sh", "-euc", script]
    strace = ["strace", "-f", "-qq", "--seccomp-bpf", "-e", "trace=network", "-o", str(log)]
    if shutil.which("strace") and call([*strace, "true"], cwd=cwd).code == 0:
        done = call([*strace, *shell], cwd=cwd)
        assert done.code == 0, done.err
        return [line for line in log.read_text().splitlines() if re.search(r"AF_(?!UNIX|UNSPEC)\w+", line)]
    for alone in (["unshare", "--net"], ["unshare", "--map-root-user", "--net"]):
        if shutil.which("unshare") and call([*alone, "true"], cwd=cwd).code == 0:
            done = call([*alone, *shell], cwd=cwd)
            assert done.code == 0, done.err
            return []
    pytest.fail("install strace: without it, and without network namespaces, nobody can tell who connects")


def test_who_watches_would_see_it(tmp_path: Path) -> None:
    """A connection is found, a child's too, or there is no network to connect to."""
    reach = "import socket; socket.socket().connect_ex(('127.0.0.1', 9))"
    script = shlex.join(["sh", "-c", f"{shlex.join([sys.executable, '-c', reach])}; true"])
    seen = watched(script, cwd=tmp_path, log=tmp_path / "log")
    assert any("connect(" in line for line in seen) or not (tmp_path / "log").exists()


@pytest.mark.usefixtures("apertium")
def test_the_main_job_connects_to_nothing(tmp_path: Path, argos_packages: Path) -> None:
    """Examples through both engines with two workers, and commands around it, watched call by call.

    Of the four, these two have all three languages, and a plain text and Markdown.
    """
    inputs = (EXAMPLES / "es-teatro-romano.txt", EXAMPLES / "mixed-sommet-vaucombre.md")
    options = ("--to", "es,ca", "--packages", argos_packages, "--workers", 2, "--run-id", "r")
    run = ("run", *inputs, *options)
    script = "\n".join(
        shlex.join(command(*words))
        for words in (run, ("verify", "outputs/r"), ("doctor", "--packages", argos_packages))
    )
    assert watched(script, cwd=tmp_path, log=tmp_path / "log") == []
    record = (tmp_path / "outputs" / "r" / "run.json").read_text()
    assert '"engine": "argos"' in record
    assert '"engine": "apertium"' in record
