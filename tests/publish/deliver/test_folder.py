"""A copy of a digest appears whole or not at all, and is never overwritten."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline.core.errors import DeliveryError
from pipeline.publish.deliver import folder
from pipeline.publish.deliver.folder import FolderDeliverer
from pipeline.publish.deliver.settings import FolderSettings
from tests.support.parcels import make_parcel


def deliverer(target: Path) -> FolderDeliverer:
    """Return what copies to a folder."""
    return FolderDeliverer("copies", FolderSettings(folder=str(target)))


def content(place: Path) -> dict[str, bytes]:
    """Return all files below a folder."""
    return {str(path.relative_to(place)): path.read_bytes() for path in place.rglob("*") if path.is_file()}


def test_the_digest_and_the_pages_are_copied(tmp_path: Path) -> None:
    """With their paths, so that links between them hold; what else lies in the run is not."""
    parcel = make_parcel(tmp_path, "one")
    (parcel.run / "reader").mkdir()
    (parcel.run / "reader" / "a.es.html").write_text("page")
    (parcel.run / "index.html").write_text("index")
    wanted = content(parcel.run)
    (parcel.run / "run.json").write_text("{}")
    (parcel.run / "documents" / "a").mkdir(parents=True)
    (parcel.run / "documents" / "a" / "source.txt").write_text("text")
    out = tmp_path / "deep" / "out"
    assert deliverer(out).send(parcel, "copy") == f"folder {out / parcel.slot}: {len(wanted)} files"
    assert content(out / parcel.slot) == wanted
    assert os.listdir(out) == [parcel.slot]  # noqa: PTH208 - hidden names too


def test_a_repeat_changes_nothing_and_another_content_is_refused(tmp_path: Path) -> None:
    """Nothing that somebody has received is taken away."""
    parcel = make_parcel(tmp_path, "one")
    out = tmp_path / "out"
    made = deliverer(out)
    made.send(parcel, "copy")
    before = (out / parcel.slot).stat()
    assert made.send(parcel, "copy").endswith(": was there already")
    after = (out / parcel.slot).stat()  # its time of access may have changed
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    (out / parcel.slot / "digest" / "es.txt").write_text("changed by a reader")
    kept = content(out)
    with pytest.raises(DeliveryError, match=r"holds something else.*move it away") as refused:
        made.send(parcel, "copy")
    assert refused.value.is_final
    assert content(out) == kept
    made.send(make_parcel(tmp_path, "one", slot="d2"), "copy")
    assert len(list(out.iterdir())) == 2


def test_a_copy_that_was_broken_off_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Until then its name is free; what a killed delivery left goes."""
    parcel = make_parcel(tmp_path, "one")
    out = tmp_path / "out"
    (out / f".writing-{parcel.slot}" / "digest").mkdir(parents=True)
    (out / f".writing-{parcel.slot}" / "digest" / "es.txt").write_text("half")
    real, copied = folder._copy, list[str]()

    def failing(run: Path, path: str, target: Path) -> None:
        if copied:
            raise OSError(28, "No space left on device", str(target))
        copied.append(path)
        real(run, path, target)

    monkeypatch.setattr(folder, "_copy", failing)
    with pytest.raises(
        DeliveryError, match="No space left on device; mend that, and the next run"
    ) as refused:
        deliverer(out).send(parcel, "copy")
    assert not refused.value.is_final
    assert list(out.iterdir()) == []
    monkeypatch.undo()
    deliverer(out).send(parcel, "copy")
    assert content(out / parcel.slot) == content(parcel.run)


def test_links_lead_nowhere(tmp_path: Path) -> None:
    """Neither out of the run, nor into what stands in the copy's place."""
    parcel = make_parcel(tmp_path, "one")
    out = tmp_path / "out"
    out.mkdir()
    (out / parcel.slot).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(DeliveryError):
        deliverer(out).send(parcel, "copy")
    assert not (tmp_path / "elsewhere").exists()
    (out / parcel.slot).unlink()
    (parcel.run / "digest" / "secret").symlink_to("/etc/passwd")
    with pytest.raises(DeliveryError, match="symbolic link, which is not followed"):
        deliverer(out).send(parcel, "copy")
    assert list(out.iterdir()) == []
