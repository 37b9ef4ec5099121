"""8-bit weights with 7 bits: the same numbers but for their last bit, and nothing else touched."""

from __future__ import annotations

import tracemalloc
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from pipeline.core.errors import WriteError
from pipeline.translate.engines.neural.narrow_weights import narrowed
from tests.conftest import CT2
from tests.support.model_bin import Variable, read, write


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a model file of every kind of variable."""
    draw = np.random.default_rng(1)
    variables = {
        "layer/weight": Variable((3, 4), draw.integers(-127, 128, (3, 4), dtype=np.int8)),
        "layer/weight_scale": Variable((3,), np.array([10, 20, 30], np.float32)),
        "layer/bias": Variable((3,), np.array([1, 2, 3], np.float32)),
        "alignment_heads": Variable((2,), np.array([1, 100], np.int8)),
        "flag": Variable((), np.array(127, np.int8)),
        "steps": Variable((2,), np.array([1, 2], np.int32)),
        "wide/weight": Variable((2, 2), np.array([[300, 5], [7, 9]], np.int16)),
        "wide/weight_scale": Variable((), np.array(5, np.float32)),
    }
    write(tmp_path / "model.bin", variables)
    (tmp_path / "config.json").write_text("{}")
    return tmp_path


def test_weights_lose_their_last_bit_and_nothing_else_changes(folder: Path) -> None:
    """Scales go with them, so that the numbers that they stand for stay."""
    before = read(folder / "model.bin")
    with narrowed(folder) as copy:
        assert copy is not None
        after = read(copy / "model.bin")
        assert (copy / "config.json").read_text() == "{}"
    assert np.abs(after["layer/weight"].values).max() <= 64
    old, new = (
        table["layer/weight"].values / table["layer/weight_scale"].values[:, None]
        for table in (before, after)
    )
    assert np.abs(old - new).max() <= 1 / 10 + 1e-6  # one of the steps that there were
    for name in before.keys() - {"layer/weight", "layer/weight_scale"}:
        assert np.array_equal(before[name].values, after[name].values), name
    assert (
        read(folder / "model.bin")["layer/weight"].values.tolist() == before["layer/weight"].values.tolist()
    )


def test_a_model_without_such_weights_is_left_as_it_is(folder: Path) -> None:
    """There is nothing to make smaller."""
    variables = read(folder / "model.bin")
    del variables["layer/weight"]
    write(folder / "model.bin", variables)
    with narrowed(folder) as copy:
        assert copy is None


@pytest.mark.parametrize("version", [1, 3, 6])
def test_older_files_are_read_too(folder: Path, version: int) -> None:
    """They named no kind of model, or the size of items in place of their type."""
    variables = read(folder / "model.bin")
    write(folder / "model.bin", variables, version=version)
    with narrowed(folder) as copy:
        assert copy is not None
        found = read(copy / "model.bin")["layer/weight"].values
    assert found.tolist() == np.rint(variables["layer/weight"].values / 2).tolist()


def test_no_end_of_a_file_is_read_over(folder: Path) -> None:
    """Wherever it was cut off, and whatever stands in it, it is refused as a file or taken as one."""
    whole = (folder / "model.bin").read_bytes()
    draw = np.random.default_rng(2)
    for cut in range(0, len(whole), 3):
        damaged = bytearray(whole[:cut] + draw.bytes(6)) if cut % 2 else bytearray(whole[:cut])
        (folder / "model.bin").write_bytes(damaged)
        with suppress(ValueError), narrowed(folder):
            pass


def test_a_place_without_room_is_named_and_not_the_model(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What mends it is another place, not another model."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "none"))
    with pytest.raises(WriteError, match=r"none: a copy of the model .* has no place there: No such file"):
        narrowed(folder).__enter__()


def test_large_weights_take_little_memory(tmp_path: Path) -> None:
    """They are changed piece by piece: what is held at once is not some multiple of the model."""
    size = 2**24
    write(
        tmp_path / "model.bin",
        {
            "layer/weight": Variable((size // 64, 64), np.full((size // 64, 64), 9, np.int8)),
            "layer/weight_scale": Variable((size // 64,), np.ones(size // 64, np.float32)),
        },
    )
    tracemalloc.start()
    try:
        with narrowed(tmp_path) as copy:
            assert copy is not None
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < size


def test_real_models_keep_their_tables() -> None:
    """Those that CTranslate2's converters wrote."""
    for model in ("m2m-100", "nllb", "opus-mt-fr-mul"):
        with narrowed(CT2 / model) as copy:
            assert copy is not None
            assert read(copy / "model.bin").keys() == read(CT2 / model / "model.bin").keys()
