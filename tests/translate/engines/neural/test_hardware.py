"""What neural models run on: said beforehand where it is not there, and recorded as it was."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import ctranslate2
import pytest

from pipeline.core.errors import UsageError
from pipeline.translate.engines.argos.engine import argos_engine
from pipeline.translate.engines.neural import hardware
from pipeline.translate.engines.neural.hardware import Hardware
from pipeline.translate.engines.table import open_engines


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    """Look at the machine anew: it is looked at once a process."""
    hardware.cuda_problem.cache_clear()
    yield
    hardware.cuda_problem.cache_clear()


def machine(monkeypatch: pytest.MonkeyPatch, *, devices: int | str, cublas: bool = True) -> None:
    """Make CTranslate2 see so many CUDA devices, or a driver that fails."""

    def count() -> int:
        if isinstance(devices, str):
            raise RuntimeError(devices)  # noqa: TRY004 - as CTranslate2 does
        return devices

    def load(name: str) -> None:
        if not cublas:
            raise OSError(name)

    monkeypatch.setattr(ctranslate2, "get_cuda_device_count", count)
    monkeypatch.setattr("ctypes.CDLL", load)


def test_auto_takes_a_gpu_only_where_ctranslate2_can_use_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """A driver without the libraries fails at the first sentence, which is too late."""
    for devices, cublas, device in [(0, True, "cpu"), (1, False, "cpu"), (1, True, "cuda")]:
        hardware.cuda_problem.cache_clear()
        machine(monkeypatch, devices=devices, cublas=cublas)
        assert Hardware().used_device == device


@pytest.mark.parametrize(
    ("devices", "cublas", "message"),
    [
        (0, True, "--device cuda: CTranslate2 finds no CUDA device here; use --device cpu, or auto"),
        (1, False, "--device cuda: CTranslate2 needs libcublas.so.12 of CUDA 12"),
        ("driver too old", True, "--device cuda: the driver does not answer (driver too old)"),
    ],
)
def test_a_gpu_that_is_asked_for_must_be_there(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, devices: int | str, cublas: bool, message: str
) -> None:
    """Nobody finds out after a night that it ran on the CPU."""
    machine(monkeypatch, devices=devices, cublas=cublas)
    with pytest.raises(UsageError) as refusal:
        open_engines("argos", packages=tmp_path, hardware=Hardware(device="cuda"))
    assert refusal.value.message.startswith(message)


def test_numbers_that_the_device_cannot_compute_with_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """With those that it can."""
    monkeypatch.setattr(ctranslate2, "get_supported_compute_types", lambda device: {"int8", "float32"})
    with pytest.raises(UsageError, match="--compute-type float16: this cpu cannot; it can float32 int8"):
        Hardware(device="cpu", compute_type="float16").check()
    Hardware(device="cpu", compute_type="float32").check()


def test_other_numbers_are_another_engine(argos_packages: Path, phrasebook: list[dict[str, str]]) -> None:
    """Float instead of int8 makes other scores, so the identity says which; the words are good either way."""
    engines = [
        argos_engine(argos_packages, hardware=Hardware(device="cpu", compute_type=numbers))
        for numbers in ("default", "float32")
    ]
    one, other = (engine.identity("fr", "en") for engine in engines)
    assert one != other
    for engine, numbers in zip(engines, ("int8_float32", "float32"), strict=True):
        assert engine.loaded() == ()
        answers = engine.translate([row["fr"] for row in phrasebook[:20]], "fr", "en")
        assert [answer.text for answer in answers] == [row["en"] for row in phrasebook[:20]]
        (model,) = engine.loaded()
        assert (model.package, model.device, model.compute_type) == ("translate-fr_en", "cpu", numbers)
        assert model.threads >= 1
