"""Installing CTranslate2 model folders: whole, or not at all."""

from __future__ import annotations

import errno
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.core.errors import BusyError, PackageError
from pipeline.core.text.comma_lists import names_in
from pipeline.packages import ct2_models, folder
from pipeline.translate.engines.ct2.engine import Ct2Models, ct2_engine
from pipeline.translate.engines.ct2.find import ModelPlaces, find_models
from pipeline.translate.engines.ct2.model import Card, open_folder
from tests.conftest import CT2
from tests.support.packing import visible

OPUS = Card(kind="opus-mt", name="opus-mt-fr-en", pairs=("fr-en",), version="1.0", quality=60.0)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Return a copy of a converted model that a test may change."""
    shutil.copytree(CT2 / "opus-mt-fr-en", tmp_path / "source")
    return tmp_path / "source"


def test_a_model_is_installed_and_found_and_translates(tmp_path: Path, source: Path) -> None:
    """With its card, what translation reads and its papers; nothing is left beside it."""
    (source / "README.md").write_text("# Model\n\nlicense: cc-by-4.0\n")
    (source / "pytorch_model.bin").write_bytes(b"large")
    into = tmp_path / "new" / "models"
    done = ct2_models.install_model(source, into, OPUS)
    assert visible(into) == ["opus-mt-fr-en"]
    assert sorted(path.name for path in done.folder.iterdir()) == [
        ".depeche.json",
        "README.md",
        "config.json",
        "depeche-model.toml",
        "model.bin",
        "shared_vocabulary.json",
        "source.spm",
        "target.spm",
    ]
    found = find_models(ModelPlaces(folder=into)).models[0]
    assert found == done
    assert (found.card.licence, found.card.version, found.card.quality) == ("cc-by-4.0", "1.0", 60.0)
    shutil.rmtree(source)
    assert ct2_engine(found).translate(["Le vieux pont."], "fr", "en")[0].text


def test_an_installed_copy_has_the_same_digest_as_what_it_was_copied_from(tmp_path: Path) -> None:
    """So that results and measurements stay valid."""
    card = Card(kind="nllb", name="nllb")
    done = ct2_models.install_model(CT2 / "nllb", tmp_path, card)
    identity = ct2_engine(done).identity("fr", "es")
    declared = ct2_engine(open_folder(CT2 / "nllb", card))
    assert identity.sha256 == declared.identity("fr", "es").sha256


def test_a_multilingual_model_s_languages_are_written_down(tmp_path: Path) -> None:
    """Once, so that not every start must read a large vocabulary."""
    done = ct2_models.install_model(CT2 / "nllb", tmp_path, Card(kind="nllb", name="nllb"))
    assert done.card.languages == ("ca", "en", "es", "fr")
    few = ct2_models.install_model(
        CT2 / "nllb", tmp_path, Card(kind="nllb", name="few", languages=("fr", "es"))
    )
    assert few.pairs == (("es", "fr"), ("fr", "es"))


def test_links_are_followed(tmp_path: Path, source: Path) -> None:
    """Model caches keep their files elsewhere and link to them."""
    (source / "model.bin").rename(tmp_path / "blob")
    (source / "model.bin").symlink_to(tmp_path / "blob")
    done = ct2_models.install_model(source, tmp_path / "models", OPUS)
    assert not (done.folder / "model.bin").is_symlink()


def test_an_install_replaces_an_older_one_whole(tmp_path: Path, source: Path) -> None:
    """Files of the older one that the newer one lacks are gone."""
    done = ct2_models.install_model(source, tmp_path / "models", OPUS)
    (done.folder / "stale").write_text("old")
    ct2_models.install_model(source, tmp_path / "models", OPUS)
    assert not (done.folder / "stale").exists()
    assert visible(tmp_path / "models") == ["opus-mt-fr-en"]


@pytest.mark.parametrize("when", ["before", "after"])
def test_an_install_that_is_killed_hides_no_model(tmp_path: Path, source: Path, when: str) -> None:
    """As the two change places one of them stands, and works; the next install sweeps what is left."""
    places = tmp_path / "models"
    ct2_models.install_model(source, places, OPUS)
    script = f"""
import os, signal, sys
from pathlib import Path
from pipeline.packages import ct2_models, folder
from pipeline.translate.engines.ct2.model import Card
true = folder.exchange
def exchange(one, other):
    if {when!r} == "after":
        true(one, other)
    os.kill(os.getpid(), signal.SIGKILL)
folder.exchange = exchange
ct2_models.install_model(Path(sys.argv[1]), Path(sys.argv[2]), {OPUS!r})
"""
    done = subprocess.run([sys.executable, "-c", script, source, places], check=False)
    assert done.returncode == -signal.SIGKILL
    (left,) = find_models(ModelPlaces(folder=places)).models
    Ct2Models(left).check()
    assert len(list(places.glob(".installing-*"))) == 1
    ct2_models.install_model(source, places, OPUS)
    assert visible(places) == ["opus-mt-fr-en"]


@pytest.mark.parametrize("swaps", [True, False])
def test_an_install_that_fails_as_it_is_put_in_place_keeps_the_older_one(
    tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch, swaps: bool
) -> None:
    """Whether the file system can have two folders change places or not."""
    places = tmp_path / "models"
    ct2_models.install_model(source, places, OPUS)
    before = {path: path.read_bytes() for path in (places / "opus-mt-fr-en").iterdir()}
    (source / "README.md").write_text("a newer one")

    def broken(*_: object) -> bool:
        if swaps:
            raise OSError(errno.EIO, "Input/output error")
        monkeypatch.setattr(Path, "rename", only_away)
        return False

    rename = Path.rename

    def only_away(path: Path, to: Path) -> Path:
        if path.parent.name.startswith(".installing-") and to.parent == places:
            raise OSError(errno.EIO, "Input/output error")
        return rename(path, to)

    with monkeypatch.context() as patch:
        patch.setattr(folder, "exchange", broken)
        with pytest.raises(PackageError, match="Input/output error"):
            ct2_models.install_model(source, places, OPUS)
    monkeypatch.undo()
    assert {path: path.read_bytes() for path in (places / "opus-mt-fr-en").iterdir()} == before
    assert visible(places) == ["opus-mt-fr-en"]


def test_names_that_change_places_do_so_at_once(tmp_path: Path) -> None:
    """Files, folders and links; what is not there is an error, and changes nothing."""
    (tmp_path / "a").mkdir()
    (tmp_path / "b").symlink_to("nowhere")
    if not folder.exchange(tmp_path / "a", tmp_path / "b"):
        pytest.skip("this file system has no way to")
    assert (tmp_path / "a").is_symlink()
    assert (tmp_path / "b").is_dir()
    with pytest.raises(OSError, match="No such file"):
        folder.exchange(tmp_path / "a", tmp_path / "c")


def test_one_install_or_removal_at_a_time(tmp_path: Path, source: Path) -> None:
    """The other is told to wait, and changes nothing."""
    places = tmp_path / "models"
    ct2_models.install_model(source, places, OPUS)
    with folder.hold_folder(places):
        with pytest.raises(BusyError, match="another install or removal is under way"):
            ct2_models.install_model(source, places, OPUS)
        with pytest.raises(BusyError, match="another install or removal is under way"):
            ct2_models.remove_model(places, ["ct2/opus-mt-fr-en"])
    assert len(find_models(ModelPlaces(folder=places)).models) == 1


@pytest.mark.parametrize(
    ("file", "content", "message"),
    [
        ("model.bin", None, "has no model.bin; convert it first"),
        ("model.bin", b"\0" * 1000, "cannot be loaded"),
        ("source.spm", b"nothing", "cannot be loaded"),
        ("shared_vocabulary.json", b"[1, 2", "cannot be loaded|is no vocabulary"),
    ],
)
def test_what_does_not_load_is_refused(
    tmp_path: Path, source: Path, file: str, content: bytes | None, message: str
) -> None:
    """Nothing of it is left, and an older install stands."""
    done = ct2_models.install_model(CT2 / "opus-mt-fr-en", tmp_path / "models", OPUS)
    (source / file).unlink()
    if content is not None:
        (source / file).write_bytes(content)
    with pytest.raises(PackageError, match=message) as caught:
        ct2_models.install_model(source, tmp_path / "models", OPUS)
    assert str(source) in caught.value.message
    assert visible(tmp_path / "models") == ["opus-mt-fr-en"]
    Ct2Models(done).check()


def test_a_language_without_a_token_is_refused(tmp_path: Path) -> None:
    """Before anything is copied."""
    with pytest.raises(PackageError, match="no token for de"):
        ct2_models.install_model(
            CT2 / "nllb", tmp_path / "m", Card(kind="nllb", name="n", languages=("fr", "de"))
        )
    assert not (tmp_path / "m").exists()


def test_a_full_disk_leaves_nothing_behind(
    tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error has the system's reason; the older install stands."""
    ct2_models.install_model(source, tmp_path / "models", OPUS)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(PackageError, match=r"cannot be installed in .*: No space left on device"):
        ct2_models.install_model(source, tmp_path / "models", OPUS)
    assert visible(tmp_path / "models") == ["opus-mt-fr-en"]
    assert len(find_models(ModelPlaces(folder=tmp_path / "models")).models) == 1


def test_a_copy_that_is_not_the_same_is_refused(
    tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A failing disk, or a source that changes under the copy."""

    def worse(path: Path, copy: Path) -> None:
        copy.write_bytes(path.read_bytes()[:-1])

    monkeypatch.setattr(shutil, "copyfile", worse)
    with pytest.raises(PackageError, match="changed while it was copied"):
        ct2_models.install_model(source, tmp_path / "models", OPUS)
    assert visible(tmp_path / "models") == []


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    """``--from`` takes what the converter made."""
    with pytest.raises(PackageError, match="is no folder; --from takes"):
        ct2_models.install_model(tmp_path / "none", tmp_path, OPUS)


def test_options_may_be_repeated_or_have_commas() -> None:
    """``--pair fr-es --pair fr-ca`` is ``--pair fr-es,fr-ca``."""
    assert names_in(["fr-es, fr-ca", "fr-en"]) == ("fr-es", "fr-ca", "fr-en")
    assert names_in([""]) == ()


def test_an_installed_model_is_compared_with_its_record(tmp_path: Path) -> None:
    """Every file, by its name among the engines; a model that was copied there by hand has no record."""
    ct2_models.install_model(CT2 / "opus-mt-fr-en", tmp_path, OPUS)
    ct2_models.install_model(CT2 / "nllb", tmp_path, Card(kind="nllb", name="nllb"))
    assert [(one.folder.name, one.recorded, one.problems) for one in ct2_models.verify_model(tmp_path)] == [
        ("nllb", True, ()),
        ("opus-mt-fr-en", True, ()),
    ]
    with (tmp_path / "nllb" / "model.bin").open("ab") as file:
        file.write(b"x")
    (off,) = ct2_models.verify_model(tmp_path, ["ct2/nllb"])
    assert off.problems == (f"{tmp_path / 'nllb' / 'model.bin'}: differs from its record",)
    (tmp_path / "nllb" / ".depeche.json").unlink()
    assert not ct2_models.verify_model(tmp_path, ["ct2/nllb"])[0].recorded


def test_a_model_is_removed_by_its_name(tmp_path: Path) -> None:
    """And nothing where one of the names is wrong."""
    ct2_models.install_model(CT2 / "opus-mt-fr-en", tmp_path, OPUS)
    with pytest.raises(PackageError, match="ct2/opus: no such model in "):
        ct2_models.remove_model(tmp_path, ["ct2/opus-mt-fr-en", "ct2/opus"])
    assert ct2_models.remove_model(tmp_path, ["ct2/opus-mt-fr-en"]) == (tmp_path / "opus-mt-fr-en",)
    assert visible(tmp_path) == []
    assert find_models(ModelPlaces(folder=tmp_path)).models == ()
