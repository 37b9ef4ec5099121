"""How this machine's processor computes neural models. The words of a translation can depend on it.

CTranslate2 has kernels of its own and leaves products of matrices to a library: oneDNN, or Intel's MKL on
Intel's processors. Each library has other code for every instruction set, and sums of floats differ in their
last digits. Products of 8-bit numbers are exact, except with oneDNN on processors without VNNI instructions:
there two products are added in 16 bits, which overflow (``bench/instruction_sets.py`` measures it).

CTranslate2 reports its choice only in its log. So the choice is repeated here, from the processor's flags
and the environment, as in ``cpu_isa.cc`` and ``backend.cc`` of CTranslate2 4.8 and ``cpu_isa_traits.cpp`` of
oneDNN 3.1. ``tests/translate/engines/neural/test_processor.py`` compares it with that log.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pipeline.core.dataclass import dataclass
from pipeline.core.records import Setting

NARROW_WEIGHT_BITS = 7
"""Bits of the weights of 8-bit models, if their products would overflow (``narrow_weights.py``)."""

PROCESSOR_SETTINGS = ("instruction_set", "matrix_library")
"""The options of an engine's identity that name a family of processors."""

_AVX512 = frozenset({"avx512f", "avx512bw", "avx512vl", "avx512dq"})
_NEEDED_FLAGS: Mapping[str, frozenset[str]] = {
    "SSE41": frozenset({"sse4_1"}),
    "AVX": frozenset({"avx"}),
    "AVX2": frozenset({"avx2"}),
    "AVX2_VNNI": frozenset({"avx2", "avx_vnni"}),
    "AVX512_CORE": _AVX512,
    "AVX512_CORE_VNNI": _AVX512 | {"avx512_vnni"},
}
"""The instruction sets on which products of matrices depend, by oneDNN's names, and the flags in
``/proc/cpuinfo`` that each needs. Later ones are preferred. Those beyond the last (bfloat16, AMX) compute the
same products of the numbers that CTranslate2 multiplies on a CPU."""

_ALLOWED_BY_LIMIT: Mapping[str, tuple[str, ...]] = {
    "SSE41": ("SSE41",),
    "AVX": ("SSE41", "AVX"),
    "AVX2": ("SSE41", "AVX", "AVX2"),
    "AVX2_VNNI": ("SSE41", "AVX", "AVX2", "AVX2_VNNI"),
    "AVX2_VNNI_2": ("SSE41", "AVX", "AVX2", "AVX2_VNNI"),
    "AVX512_CORE": ("SSE41", "AVX", "AVX2", "AVX512_CORE"),
    "AVX512_CORE_VNNI": ("SSE41", "AVX", "AVX2", "AVX512_CORE", "AVX512_CORE_VNNI"),
    "AVX512_CORE_BF16": ("SSE41", "AVX", "AVX2", "AVX512_CORE", "AVX512_CORE_VNNI"),
}
"""The instruction sets that values of ``ONEDNN_MAX_CPU_ISA`` allow. Other values allow all."""

_MKL_LIMITS = {"SSE4_2": "SSE41", "AVX": "AVX", "AVX2": "AVX2", "AVX512": "AVX512_CORE"}
"""The instruction sets that values of ``MKL_ENABLE_INSTRUCTIONS`` allow, by oneDNN's names."""

_EXACT_IN_ONEDNN = ("AVX2_VNNI", "AVX512_CORE_VNNI")


@dataclass(frozen=True, slots=True, kw_only=True)
class Arithmetic:
    """The instruction sets and the library that compute a model on the CPU."""

    instruction_set: str
    """Instruction set of CTranslate2's kernels, then of the matrix products: ``AVX2+AVX512_CORE_VNNI``."""
    matrix_library: str
    """The library of the matrix products: ``oneDNN``, ``MKL``, or ``Ruy and OpenBLAS`` on ARM."""
    exact_int8: bool
    """Whether products of 8-bit numbers are exact; otherwise they overflow."""

    @property
    def settings(self) -> tuple[Setting, ...]:
        """The settings that results depend on."""
        values = (self.instruction_set, self.matrix_library)
        return tuple(
            Setting(name=name, value=value) for name, value in zip(PROCESSOR_SETTINGS, values, strict=True)
        )


def arithmetic() -> Arithmetic:
    """Return how models are computed in this process, by its processor and its environment."""
    return arithmetic_of(_flags(), _vendor(), os.environ, machine=platform.machine())


def arithmetic_of(
    flags: frozenset[str], vendor: str, environment: Mapping[str, str], *, machine: str = "x86_64"
) -> Arithmetic:
    """Return how models are computed on a processor with these ``flags`` and ``vendor``, as in cpuinfo."""
    if machine not in ("x86_64", "AMD64", "i686"):
        return Arithmetic(instruction_set="NEON", matrix_library="Ruy and OpenBLAS", exact_int8=True)
    mkl = environment.get("CT2_USE_MKL", "")
    by_mkl = mkl in ("1", "true", "TRUE") if mkl else vendor == "GenuineIntel"
    products = _mkl_products(flags, environment) if by_mkl else _onednn_products(flags, environment)
    return Arithmetic(
        instruction_set=f"{_own_kernels(flags, environment)}+{products}",
        matrix_library=_mkl_name(vendor, environment) if by_mkl else "oneDNN",
        exact_int8=by_mkl or products in _EXACT_IN_ONEDNN,
    )


def _own_kernels(flags: frozenset[str], environment: Mapping[str, str]) -> str:
    forced = environment.get("CT2_FORCE_CPU_ISA", "")
    if forced:
        return forced
    return "AVX2" if "avx2" in flags else "AVX" if "avx" in flags else "GENERIC"


def _onednn_products(flags: frozenset[str], environment: Mapping[str, str]) -> str:
    limit = environment.get("ONEDNN_MAX_CPU_ISA") or environment.get("DNNL_MAX_CPU_ISA", "")
    return _best(flags, _ALLOWED_BY_LIMIT.get(limit.upper(), tuple(_NEEDED_FLAGS)))


def _mkl_products(flags: frozenset[str], environment: Mapping[str, str]) -> str:
    limit = _MKL_LIMITS.get(environment.get("MKL_ENABLE_INSTRUCTIONS", "").upper(), "")
    return _best(flags, _ALLOWED_BY_LIMIT.get(limit, tuple(_NEEDED_FLAGS)))


def _mkl_name(vendor: str, environment: Mapping[str, str]) -> str:
    """Return MKL's name with what it chooses its code by: the processor's maker, and its own variable."""
    name = "MKL" if vendor == "GenuineIntel" else f"MKL on {vendor}"
    branch = environment.get("MKL_CBWR", "")
    return f"{name}, MKL_CBWR={branch}" if branch else name


def _best(flags: frozenset[str], allowed: tuple[str, ...]) -> str:
    return next((name for name in reversed(allowed) if _NEEDED_FLAGS[name] <= flags), "GENERIC")


@cache
def _cpuinfo() -> Mapping[str, str]:
    """Return what the kernel says of the first processor; empty if it says nothing."""
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return {}
    rows = (line.partition(":") for line in text.partition("\n\n")[0].splitlines())
    return {name.strip(): value.strip() for name, _, value in rows}


def _flags() -> frozenset[str]:
    return frozenset(_cpuinfo().get("flags", "").split())


def _vendor() -> str:
    return _cpuinfo().get("vendor_id", "unknown")
