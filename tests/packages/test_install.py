"""Installing and removing: whole or not at all, whatever happens on the way."""

from __future__ import annotations

import fcntl
import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import packages
from pipeline.core.errors import BusyError, PackageError
from pipeline.packages import download
from pipeline.packages import folder as store
from pipeline.packages.index import Available
from pipeline.translate.engines.argos.engine import argos_engine
from pipeline.translate.engines.argos.package import ArgosPackage
from tests.conftest import MODELS
from tests.support.package_server import Site, serving
from tests.support.packing import FILE, TOP, named, repack, visible


def silent(count: int, total: int | None) -> None:
    """Report nothing."""


def fetched(site: Site, into: Path) -> ArgosPackage:
    """Install the package that a site serves."""
    item = Available(version="1.0", from_code="fr", to_code="en", links=(site.address,))
    return packages.install_package(item, into, timeout=300, report=silent)


def test_a_file_is_installed_and_translates(tmp_path: Path, phrasebook: list[dict[str, str]]) -> None:
    """Into a folder that need not be there yet, with nothing left beside it."""
    folder = tmp_path / "new" / "packages"
    done = packages.install_file(FILE, folder)
    assert (done.name, done.version) == ("translate-fr_en", "1.0")
    assert visible(folder) == [done.folder.name]
    answer = argos_engine(folder).translate([phrasebook[1]["fr"]], "fr", "en")[0]
    assert answer.text == phrasebook[1]["en"]


def test_an_install_replaces_an_older_one_whole(tmp_path: Path) -> None:
    """Files of the older one that the newer one lacks are gone."""
    done = packages.install_file(FILE, tmp_path)
    (done.folder / "stale").write_text("old")
    packages.install_file(FILE, tmp_path)
    assert not (done.folder / "stale").exists()


def test_an_install_mends_what_argostranslate_left_half_done(tmp_path: Path) -> None:
    """A folder of the package's name with a part of its files."""
    half = tmp_path / TOP / "model"
    half.mkdir(parents=True)
    (half / "model.bin").write_bytes(b"half")
    packages.install_file(FILE, tmp_path)
    assert packages.verify_packages(tmp_path)[0].problems == ()


def test_a_package_cannot_take_the_place_of_another(tmp_path: Path) -> None:
    """By having the other's folder name in its archive; the other stays."""
    packages.install_file(FILE, tmp_path / "packages")
    thief = repack(tmp_path / "thief.argosmodel", metadata={"to_code": "es"})
    with pytest.raises(PackageError, match=rf"would replace translate-fr_en in .*remove {TOP}"):
        packages.install_file(thief, tmp_path / "packages")
    assert packages.verify_packages(tmp_path / "packages")[0].problems == ()


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    """With the system's reason."""
    with pytest.raises(PackageError, match="cannot be read: No such file"):
        packages.install_file(tmp_path / "none.argosmodel", tmp_path)
    with pytest.raises(PackageError, match="Is a directory"):
        packages.install_file(tmp_path, tmp_path)


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    """As where a file stands in its place."""
    (tmp_path / "file").write_text("")
    with pytest.raises(PackageError, match=r"file/packages: cannot be made or written: Not a directory"):
        packages.install_file(FILE, tmp_path / "file" / "packages")


def test_argostranslate_lists_what_was_installed(tmp_path: Path) -> None:
    """Its own listing, with the record and the lock there, and during an install too."""
    from argostranslate.package import get_installed_packages

    folder = tmp_path / "packages"
    packages.install_file(FILE, folder)
    packages.install_file(MODELS / "translate-en_es.argosmodel", folder)
    with store.staging(folder):
        found = get_installed_packages([folder])
    listed = sorted((package.from_code, package.to_code) for package in found if package.type == "translate")
    assert listed == [("en", "es"), ("fr", "en")]


# ---- over the network -------------------------------------------------------------------------------------


def test_packages_are_fetched_from_the_index(index: list[dict[str, object]], tmp_path: Path) -> None:
    """All that connect the languages asked for, through English."""
    counts: list[int] = []
    chosen = packages.choose_packages(packages.fetch_index(timeout=300), ["fr", "es"])
    for item in chosen:
        packages.install_package(
            item, tmp_path, timeout=300, report=lambda count, total: counts.append(count)
        )
    pairs = [(hop.source, hop.target) for hop in argos_engine(tmp_path).hops()]
    assert pairs == [("en", "es"), ("en", "fr"), ("fr", "en")]
    assert max(counts) == max(path.stat().st_size for path in MODELS.glob("*.argosmodel"))
    assert [path for path in visible(tmp_path) if "part" in path] == []


def test_a_broken_download_goes_on_at_the_next_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And is no package until then; its part is in nobody's way."""
    monkeypatch.setattr(download, "PAUSE", 0)
    content = FILE.read_bytes()
    with serving(Site(content=content, breaks=[400_000, 100_000, 0, 0])) as site:
        with pytest.raises(PackageError, match="500,000 bytes are kept for the next attempt"):
            fetched(site, tmp_path)
        assert packages.list_installed(tmp_path) == ()
        assert visible(tmp_path) == [".translate-fr_en.part", ".translate-fr_en.part.json"]
        assert fetched(site, tmp_path).version == "1.0"
    assert site.asked[-1]["Range"] == "bytes=500000-"
    assert visible(tmp_path) == [TOP]
    assert f'"origin": "{site.address}"' in (tmp_path / TOP / ".depeche.json").read_text()


def test_a_download_that_is_refused_is_not_kept(tmp_path: Path) -> None:
    """The next attempt starts anew, as when a portal had answered with a page of its own."""
    message = r"translate-fr_en: is not a whole \.argosmodel file"
    with (
        serving(Site(content=b"<html>Please log in</html>")) as site,
        pytest.raises(PackageError, match=message),
    ):
        fetched(site, tmp_path)
    assert visible(tmp_path) == []


def test_what_is_installed_already_is_known(tmp_path: Path) -> None:
    """By version and by every file; a damaged package is not it, nor another build of the same version."""
    item = Available(version="1.0", from_code="fr", to_code="en", file=FILE)
    assert not packages.is_current(item, tmp_path)
    done = packages.install_package(item, tmp_path, timeout=300, report=silent)
    assert packages.is_current(item, tmp_path)
    assert not packages.is_current(replace(item, version="1.1"), tmp_path)
    assert not packages.is_current(replace(item, sha256="0" * 64), tmp_path)
    (done.folder / "README.md").write_text("")
    assert not packages.is_current(item, tmp_path)


# ---- kills, full disks, others ----------------------------------------------------------------------------


CHILD = """
import sys, time
from pathlib import Path
from pipeline import packages
from pipeline.packages.inspect import check
def wait(*args):
    print("unpacked", flush=True)
    time.sleep(60)
check.check_loads = wait
packages.install_file(Path(sys.argv[1]), Path(sys.argv[2]))
"""


@pytest.fixture
def installing(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Start an install that stops once it has unpacked."""
    command = [sys.executable, "-c", CHILD, str(FILE), str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "unpacked\n"
        yield process
        process.kill()


def test_a_kill_leaves_nothing_that_looks_installed(
    tmp_path: Path, installing: subprocess.Popen[str]
) -> None:
    """Neither to us nor to argostranslate, whose listing goes on working; the next install sweeps it away."""
    from argostranslate.package import get_installed_packages

    installing.send_signal(signal.SIGKILL)
    installing.wait()
    left = visible(tmp_path)
    assert len(left) == 1
    assert left[0].startswith(".installing-")
    assert packages.list_installed(tmp_path) == ()
    assert argos_engine(tmp_path).hops() == ()
    assert [package.type for package in get_installed_packages([tmp_path])] == ["unfinished"]
    packages.install_file(FILE, tmp_path)
    assert visible(tmp_path) == [TOP]


def test_two_installs_do_not_meet(tmp_path: Path, installing: subprocess.Popen[str]) -> None:
    """The second is told to wait, and sweeps nothing away."""
    before = visible(tmp_path)
    for attempt in (
        lambda: packages.install_file(FILE, tmp_path),
        lambda: packages.remove_packages(tmp_path, [TOP]),
    ):
        (tmp_path / TOP / "model").mkdir(parents=True, exist_ok=True)  # something to remove
        with pytest.raises(BusyError, match="another install or removal is under way"):
            attempt()
    assert visible(tmp_path) == [*before, TOP]


def test_the_lock_ends_with_its_process(tmp_path: Path) -> None:
    """A lock file that stands there is no lock."""
    (tmp_path / ".depeche.lock").write_text("stale")
    packages.install_file(FILE, tmp_path)
    with (tmp_path / ".depeche.lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_a_kill_between_the_renames_brings_the_old_package_back(tmp_path: Path) -> None:
    """At the next install, of whatever package."""
    packages.install_file(FILE, tmp_path)
    replaced = tmp_path / ".installing-killed" / "replaced"
    replaced.mkdir(parents=True)
    (tmp_path / TOP).rename(replaced / TOP)
    packages.install_file(MODELS / "translate-en_es.argosmodel", tmp_path)
    assert visible(tmp_path) == ["translate-en_es-1_0", TOP]
    assert [verdict.problems for verdict in packages.verify_packages(tmp_path)] == [(), ()]


def test_a_rename_that_fails_leaves_the_old_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a disk that has turned read-only."""
    packages.install_file(FILE, tmp_path)
    rename = Path.rename

    def fail(path: Path, target: Path) -> Path:
        if path.parent.name == "unpacked":
            raise OSError(30, "Read-only file system")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", fail)
    monkeypatch.setattr("pipeline.packages.folder.exchange", lambda *_: False)  # as on such a file system
    with pytest.raises(PackageError, match=r"cannot be installed in .*: Read-only file system; nothing was"):
        packages.install_file(FILE, tmp_path)
    assert visible(tmp_path) == [TOP]
    assert packages.verify_packages(tmp_path)[0].problems == ()


LIMITED = """
import resource, sys
from pathlib import Path
from pipeline.cli import app
resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, 500_000))
sys.argv[0] = "depeche"
app.main()
"""


def test_a_disk_that_takes_no_more_is_an_error_and_nothing_is_installed(tmp_path: Path) -> None:
    """A limit on the size of files stands in for it: writing fails in the middle of the model."""
    into = tmp_path / "packages"
    command = [sys.executable, "-c", LIMITED, "languages", "install", str(FILE), "--packages", str(into)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.splitlines() == [
        f"depeche: {FILE}: cannot be installed in {into}: File too large; nothing was installed"
    ]
    assert visible(into) == []


@pytest.fixture
def tiny(tmp_path: Path) -> Iterator[Path]:
    """Mount a disk of 1 MiB; skip where that is not allowed."""
    folder = tmp_path / "tiny"
    folder.mkdir()
    mount, umount = shutil.which("mount"), shutil.which("umount")
    if mount is None or umount is None:
        pytest.skip("nothing can be mounted here")
    command = [mount, "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("no right to mount a disk")
    yield folder
    subprocess.run([umount, str(folder)], check=True)


def test_a_full_disk_is_an_error_and_is_empty_after_it(tiny: Path, tmp_path: Path) -> None:
    """A real one: during the unpacking, and during the download."""
    with pytest.raises(PackageError, match="No space left on device; nothing was installed"):
        packages.install_file(FILE, tiny / "packages")
    assert visible(tiny / "packages") == []
    with (
        serving(Site(content=FILE.read_bytes() * 2)) as site,
        pytest.raises(PackageError, match="No space left on device; nothing was installed"),
    ):
        fetched(site, tiny / "packages")
    assert visible(tiny / "packages") == []


def test_a_disk_full_to_the_last_byte_still_lets_packages_go(tiny: Path) -> None:
    """Removing needs no space."""
    (tiny / TOP / "model").mkdir(parents=True)
    (tiny / ".depeche.lock").touch()
    with pytest.raises(OSError, match="No space"):
        (tiny / TOP / "model" / "model.bin").write_bytes(bytes(2**21))
    packages.remove_packages(tiny, [TOP])
    assert visible(tiny) == []


# ---- removing ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install packages for three pairs, one of them in two versions."""
    home = tmp_path_factory.mktemp("installed")
    for path in sorted(MODELS.glob("*.argosmodel")):
        packages.install_file(path, home / "packages")
    packages.install_file(named(home / "newer.argosmodel", package_version="1.10"), home / "packages")
    return home / "packages"


@pytest.fixture
def several(installed: Path, tmp_path: Path) -> Path:
    """Return a copy of these that a test may change."""
    shutil.copytree(installed, tmp_path / "packages")
    return tmp_path / "packages"


@pytest.mark.parametrize(
    ("word", "gone"),
    [
        ("fr-en", {"translate-fr_en-1_0", "translate-fr_en-1_10"}),
        ("es", {"translate-en_es-1_0"}),
        ("fr", {"translate-fr_en-1_0", "translate-fr_en-1_10", "translate-en_fr-1_0"}),
        ("translate-fr_en-1_0", {"translate-fr_en-1_0"}),
    ],
)
def test_packages_are_removed_by_pair_language_or_name(several: Path, word: str, gone: set[str]) -> None:
    """All versions of a pair, so that none comes out from behind another."""
    before = set(visible(several))
    assert {path.name for path in packages.remove_packages(several, [word])} == gone
    assert set(visible(several)) == before - gone


@pytest.mark.parametrize(
    "word", ["de", "es-fr", "en-fr-es", "", ".", "..", "../packages", ".depeche.lock", "*"]
)
def test_a_word_that_names_no_package_removes_nothing(several: Path, word: str) -> None:
    """Neither what the other words name."""
    before = visible(several)
    with pytest.raises(PackageError, match="names no package in"):
        packages.remove_packages(several, ["fr-en", word])
    assert visible(several) == before


def test_a_removal_that_was_killed_is_finished_by_the_next_install(several: Path) -> None:
    """And what was left of the package was not found by anybody."""
    (several / "translate-en_es-1_0").rename(several / ".removing-translate-en_es-1_0")
    assert [(hop.source, hop.target) for hop in argos_engine(several).hops()] == [("en", "fr"), ("fr", "en")]
    packages.install_file(FILE, several)
    assert not (several / ".removing-translate-en_es-1_0").exists()


def test_a_linked_package_loses_the_link_only(several: Path, tmp_path: Path) -> None:
    """What it leads to is somebody else's."""
    elsewhere = tmp_path / "elsewhere"
    (several / TOP).rename(elsewhere)
    (several / TOP).symlink_to(elsewhere)
    packages.remove_packages(several, [TOP])
    assert TOP not in visible(several)
    assert (elsewhere / "metadata.json").exists()


def test_removing_from_nowhere_makes_nothing(tmp_path: Path) -> None:
    """An error that says what to do instead."""
    with pytest.raises(PackageError, match="holds no packages; run: depeche languages install"):
        packages.remove_packages(tmp_path / "none", ["fr"])
    assert not (tmp_path / "none").exists()


# ---- two for one pair -------------------------------------------------------------------------------------


def test_of_two_packages_for_a_pair_the_newest_is_used_and_the_other_named(several: Path) -> None:
    """As shadowed, with what shadows it; 1.10 is newer than 1.0."""
    shadows = {item.folder.name: item.shadowed_by for item in packages.list_installed(several)}
    assert shadows.pop("translate-fr_en-1_0") == "translate-fr_en-1_10"
    assert set(shadows.values()) == {None}
    assert argos_engine(several).identity("fr", "en").version == "1.10"


def test_packages_of_no_use_are_on_the_shelf_too(several: Path) -> None:
    """For a language that depeche does not know, or broken; other folders are not."""
    odd = several / "translate-tlh_en-1_0"
    shutil.copytree(several / TOP, odd)
    metadata = json.loads((odd / "metadata.json").read_text())
    (odd / "metadata.json").write_text(json.dumps({**metadata, "from_code": "tlh"}))
    contents = {"broken": "{", "half": '{"from_code": "fr", "to_code": "en"}', "sbd": '{"type": "sbd"}'}
    for name, content in contents.items():
        (several / name).mkdir()
        (several / name / "metadata.json").write_text(content)
    (several / "cut" / "model").mkdir(parents=True)
    (several / "lost+found").mkdir()
    found = {item.folder.name: item for item in packages.list_installed(several)}
    assert set(found) == {*(set(visible(several)) - {"sbd", "lost+found"})}
    assert [name for name, item in found.items() if item.package is None] == ["broken", "cut", "half"]
    assert found[odd.name].pair is None
    packages.remove_packages(several, ["broken", "cut", "half", odd.name])
