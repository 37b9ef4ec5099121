"""The hardware that neural models run on: the device, the type of numbers, and the threads."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pipeline.core.dataclass import dataclass
from pipeline.core.errors import UsageError, lacks_memory
from pipeline.core.records import LoadedModel, Setting
from pipeline.translate.engines.neural.processor import NARROW_WEIGHT_BITS, arithmetic

if TYPE_CHECKING:
    import ctranslate2

DEVICES = ("auto", "cpu", "cuda")
COMPUTE_TYPES = (
    *("default", "auto", "int8", "int8_float32", "int8_float16", "int8_bfloat16"),
    *("int16", "float16", "bfloat16", "float32"),
)
"""CTranslate2's types of numbers. ``default`` keeps the type that a model was saved with, ``auto`` is the
fastest on this machine. 8-bit weights are loaded with 7 bits if their products overflow on this processor
(``processor.py``)."""

_CUBLAS = "libcublas.so.12"
"""The library that CTranslate2 loads when a model first computes on CUDA, which is too late for ``auto``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hardware:
    """The hardware that neural models are asked to run on."""

    device: str = "auto"
    """One of ``DEVICES``. ``auto`` is the first CUDA device if CTranslate2 can use one, else the CPU."""
    compute_type: str = "default"
    """One of ``COMPUTE_TYPES``."""
    threads: int | None = None
    """Processor threads; None is one per core."""

    @property
    def used_device(self) -> Literal["cpu", "cuda"]:
        """The device that models are loaded on."""
        if self.device == "auto":
            return "cpu" if cuda_problem() else "cuda"
        return "cuda" if self.device == "cuda" else "cpu"

    @property
    def settings(self) -> tuple[Setting, ...]:
        """The settings that results depend on: another type of numbers or processor can give other words."""
        return (
            Setting(name="compute_type", value=self.compute_type),
            Setting(name="device", value=self.used_device),
            *(arithmetic().settings if self.used_device == "cpu" else ()),
            # This concerns only models that have 8-bit weights.
            *((Setting(name="max_int8_weight_bits", value=NARROW_WEIGHT_BITS),) if self._narrows else ()),
        )

    @property
    def _narrows(self) -> bool:
        """Whether 8-bit weights must be narrowed to 7 bits."""
        eight_bits = self.compute_type in ("default", "auto") or self.compute_type.startswith("int8")
        return eight_bits and self.used_device == "cpu" and not arithmetic().exact_int8

    def check(self) -> None:
        """Raise ``UsageError`` if the device is missing, or cannot compute with this type of numbers."""
        if self.device == "cuda" and (problem := cuda_problem()):
            raise UsageError(f"--device cuda: {problem}; use --device cpu, or auto")
        if self.compute_type in ("default", "auto"):
            return
        with _somewhere():
            import ctranslate2  # 0.2 s

        offered = ctranslate2.get_supported_compute_types(self.used_device)
        if self.compute_type not in offered:
            raise UsageError(
                f"--compute-type {self.compute_type}: this {self.used_device} cannot; "
                f"it can {' '.join(sorted(offered))}"
            )

    def load(self, folder: Path) -> ctranslate2.Translator:
        """Load a CTranslate2 model. Raises ``RuntimeError`` or ``OSError`` if that fails."""
        if not self._narrows:
            return self._load(folder, self.compute_type)
        from pipeline.translate.engines.neural.narrow_weights import narrowed  # with numpy 0.1 s

        try:
            with narrowed(folder) as copy:
                if copy is not None:
                    return self._load(copy, self.compute_type)
        except ValueError as error:
            raise RuntimeError(str(error)) from error
        if self.compute_type.startswith("int8"):  # CTranslate2 would make weights of 8 bits
            raise RuntimeError(
                f"its weights are no 8-bit numbers, and with --compute-type {self.compute_type} products of "
                "such overflow on this processor; use --compute-type default"
            )
        return self._load(folder, "float32")

    def _load(self, folder: Path, compute_type: str) -> ctranslate2.Translator:
        with _somewhere():
            import ctranslate2  # with numpy 0.2 s

        on_cpu = self.used_device == "cpu"
        # Batches side by side: 1.7 times the speed of one batch over all cores. A GPU takes one at a time.
        side_by_side = (self.threads or os.cpu_count() or 1) if on_cpu else 1
        try:
            return ctranslate2.Translator(
                str(folder),
                device=self.used_device,
                compute_type=compute_type,
                inter_threads=side_by_side,
                intra_threads=1,
            )
        except (IndexError, ValueError, TypeError, MemoryError) as error:
            raise RuntimeError(str(error)) from error  # broken files make CTranslate2 raise any of these


@contextmanager
def _somewhere() -> Iterator[None]:
    """Make sure of a working folder while the block runs. oneMKL ends a process whose folder is deleted."""
    try:
        Path.cwd()
    except FileNotFoundError:
        before = os.open(".", os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.chdir("/")
            yield
        finally:
            os.fchdir(before)
            os.close(before)
    else:
        yield


@cache
def cuda_problem() -> str | None:
    """Say why CTranslate2 cannot compute on CUDA here; None if it can."""
    with _somewhere():
        import ctranslate2  # 0.2 s

    try:
        count = ctranslate2.get_cuda_device_count()
    except RuntimeError as error:
        return f"the driver does not answer ({error})"
    if not count:
        return "CTranslate2 finds no CUDA device here"
    try:
        ctypes.CDLL(_CUBLAS)
    except OSError:
        return f"CTranslate2 needs {_CUBLAS} of CUDA 12, which is not in the library path"
    return None


def loaded_model(engine: str, package: str, translator: ctranslate2.Translator) -> LoadedModel:
    """Return the device, type of numbers and threads that a model really runs with."""
    on_cpu = translator.device == "cpu"
    return LoadedModel(
        engine=engine,
        package=package,
        device=translator.device,
        compute_type=translator.compute_type,
        threads=translator.num_translators if on_cpu else 0,
        instruction_set=arithmetic().instruction_set if on_cpu else "",
        matrix_library=arithmetic().matrix_library if on_cpu else "",
    )


def unloadable(error: Exception, remedy: str) -> str:
    """Say why a model cannot be loaded, with ``remedy``. A sound model can only lack memory."""
    if lacks_memory(error):
        return "there is not enough memory; free some, or use fewer --workers or --threads"
    return f"{error}; {remedy}"
