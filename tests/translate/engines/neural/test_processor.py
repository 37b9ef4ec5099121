"""What this processor computes models with: said as CTranslate2 and oneDNN say it, and acted on."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from pipeline.translate.engines.argos.engine import argos_engine
from pipeline.translate.engines.neural import hardware
from pipeline.translate.engines.neural.hardware import Hardware
from pipeline.translate.engines.neural.processor import Arithmetic, arithmetic, arithmetic_of
from tests.conftest import CT2
from tests.support.model_bin import in_floats

_LIMITS = (
    *("CT2_USE_MKL", "CT2_FORCE_CPU_ISA", "ONEDNN_MAX_CPU_ISA", "DNNL_MAX_CPU_ISA"),
    *("MKL_CBWR", "MKL_ENABLE_INSTRUCTIONS"),
)

_CHILD = """
import json, sys
from dataclasses import asdict
import ctranslate2
from pipeline.translate.engines.neural.processor import arithmetic
model = ctranslate2.Translator(sys.argv[1], device="cpu", compute_type="int8")
model.translate_batch([["\\u2581Le", "</s>"]], max_decoding_length=2)
print("OURS" + json.dumps(asdict(arithmetic())), file=sys.stderr)
"""

_ONEDNN_NAMES = {
    "Intel SSE4.1": "SSE41",
    "Intel AVX": "AVX",
    "Intel AVX2": "AVX2",
    "Intel AVX2 with Intel DL Boost": "AVX2_VNNI",
    "Intel AVX2 with Intel DL Boost, float16, and bfloat16 support": "AVX2_VNNI",
    "Intel AVX-512 with AVX512BW, AVX512VL, and AVX512DQ extensions": "AVX512_CORE",
}
"""As oneDNN says them in its log; those with AVX-512 and DL Boost, its name for VNNI, go on in many ways, and
an older processor than any of these is called ``Generic``."""

ZEN_2 = frozenset({"sse4_1", "avx", "avx2"})
ZEN_5 = ZEN_2 | {"avx512f", "avx512bw", "avx512vl", "avx512dq", "avx512_vnni", "avx_vnni"}
ALDER_LAKE = ZEN_2 | {"avx_vnni"}
SKYLAKE_X = ZEN_2 | {"avx512f", "avx512bw", "avx512vl", "avx512dq"}


@pytest.mark.parametrize(
    "environment",
    [
        {"CT2_USE_MKL": "0"},
        {"CT2_USE_MKL": "0", "DNNL_MAX_CPU_ISA": "AVX2", "CT2_FORCE_CPU_ISA": "GENERIC"},
        {"CT2_USE_MKL": "1"},
    ],
    ids=lambda environment: " ".join(environment.values()),
)
@pytest.mark.skipif(os.uname().machine != "x86_64", reason="these are libraries of x86")
def test_the_libraries_say_the_same_in_their_logs(environment: Mapping[str, str]) -> None:
    """An upgrade of CTranslate2 that chooses otherwise makes this fail."""
    bare = {name: value for name, value in os.environ.items() if name not in _LIMITS}
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, str(CT2 / "opus-mt-fr-en")],
        env={**bare, **environment, "CT2_VERBOSE": "1", "ONEDNN_VERBOSE": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    log = done.stdout + done.stderr
    ours = json.loads(_said(r"OURS(\{.*\})", done.stderr))
    kernels, _, products = ours["instruction_set"].partition("+")
    assert kernels == _said(r"Selected ISA: (\w+)", log)
    assert {"MKL": "MKL", "oneDNN": "DNNL"}[ours["matrix_library"].split()[0]] == _said(
        r"GEMM_S8 backend: (\w+)", log
    )
    if ours["matrix_library"] == "oneDNN":
        told = _said(r"info,cpu,isa:(.*)", log)
        boosted = told.startswith("Intel AVX-512") and "DL Boost" in told
        assert products == ("AVX512_CORE_VNNI" if boosted else _ONEDNN_NAMES.get(told, products))


def _said(pattern: str, log: str) -> str:
    found = re.search(pattern, log)
    assert found, f"{pattern} is not in the log: {log}"
    return found[1]


@pytest.mark.parametrize(
    ("flags", "vendor", "environment", "expected", "exact"),
    [
        (ZEN_2, "AuthenticAMD", {}, "AVX2+AVX2 oneDNN", False),
        (ZEN_5, "AuthenticAMD", {}, "AVX2+AVX512_CORE_VNNI oneDNN", True),
        (ZEN_5, "AuthenticAMD", {"ONEDNN_MAX_CPU_ISA": "avx512_core"}, "AVX2+AVX512_CORE oneDNN", False),
        (ZEN_5, "AuthenticAMD", {"DNNL_MAX_CPU_ISA": "ALL"}, "AVX2+AVX512_CORE_VNNI oneDNN", True),
        (ALDER_LAKE, "GenuineIntel", {}, "AVX2+AVX2_VNNI MKL", True),
        (ALDER_LAKE, "GenuineIntel", {"CT2_USE_MKL": "0"}, "AVX2+AVX2_VNNI oneDNN", True),
        (SKYLAKE_X, "GenuineIntel", {"CT2_USE_MKL": "no"}, "AVX2+AVX512_CORE oneDNN", False),
        (SKYLAKE_X, "GenuineIntel", {"MKL_ENABLE_INSTRUCTIONS": "AVX2"}, "AVX2+AVX2 MKL", True),
        (ZEN_2, "AuthenticAMD", {"CT2_USE_MKL": "1"}, "AVX2+AVX2 MKL on AuthenticAMD", True),
        (ZEN_2, "GenuineIntel", {"MKL_CBWR": "AVX2"}, "AVX2+AVX2 MKL, MKL_CBWR=AVX2", True),
        (ZEN_5, "AuthenticAMD", {"CT2_FORCE_CPU_ISA": "AVX512"}, "AVX512+AVX512_CORE_VNNI oneDNN", True),
        (frozenset[str](), "unknown", {}, "GENERIC+GENERIC oneDNN", False),
    ],
)
def test_processors_are_told_apart(
    flags: frozenset[str], vendor: str, environment: Mapping[str, str], expected: str, exact: bool
) -> None:
    """By what they compute with, and whether that is exact for 8-bit numbers."""
    found = arithmetic_of(flags, vendor, environment)
    assert f"{found.instruction_set} {found.matrix_library}" == expected
    assert found.exact_int8 is exact


def test_other_machines_have_other_libraries() -> None:
    """ARM's has no oneDNN in CTranslate2's packages."""
    found = arithmetic_of(frozenset(), "unknown", {}, machine="aarch64")
    assert (found.instruction_set, found.matrix_library, found.exact_int8) == (
        "NEON",
        "Ruy and OpenBLAS",
        True,
    )


def overflowing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make models load as on a processor whose products of 8-bit numbers overflow."""
    found = Arithmetic(instruction_set="AVX2+AVX2", matrix_library="oneDNN", exact_int8=False)
    monkeypatch.setattr(hardware, "arithmetic", lambda: found)


@pytest.mark.skipif(os.uname().machine != "x86_64", reason="these are libraries of x86")
def test_words_are_the_same_where_products_would_overflow(
    argos_packages: Path, phrasebook: list[dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The library is held to instructions without VNNI in a process of its own, and to none in this one."""
    texts = [row["en"] for row in phrasebook]
    script = (
        "import json, sys; from pathlib import Path\n"
        "from pipeline.translate.engines.argos.engine import argos_engine\n"
        "found = argos_engine(Path(sys.argv[1])).translate(json.load(sys.stdin), 'en', 'es')\n"
        "print(json.dumps([(answer.text, answer.score) for answer in found]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(argos_packages)],
        input=json.dumps(texts),
        env={**os.environ, "CT2_USE_MKL": "0", "ONEDNN_MAX_CPU_ISA": "AVX2"},
        capture_output=True,
        text=True,
        check=True,
    )
    words, scores = zip(*json.loads(done.stdout), strict=True)
    assert list(words) == [row["es"] for row in phrasebook]
    overflowing(monkeypatch)
    here = argos_engine(argos_packages).translate(texts, "en", "es")
    assert [answer.text for answer in here] == list(words)
    distances = [abs(one - (answer.score or 0)) for one, answer in zip(scores, here, strict=True)]
    assert sum(distances) / len(distances) < 0.005  # .06 where they overflow


def test_a_translation_is_the_same_alone_and_among_others_with_smaller_weights(
    argos_packages: Path, phrasebook: list[dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are whole numbers still."""
    overflowing(monkeypatch)
    engine = argos_engine(argos_packages)
    texts = [row["fr"] for row in phrasebook[:30]]
    assert engine.translate(texts, "fr", "en") == tuple(
        engine.translate([text], "fr", "en")[0] for text in texts
    )
    assert {"max_int8_weight_bits": 7}.items() <= {
        option.name: option.value for option in engine.identity("fr", "en").options
    }.items()


def test_floats_stay_floats_where_products_would_overflow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A model that was saved in floats is not made one of 8 bits; who asks for that is told why not."""
    shutil.copytree(CT2 / "opus-mt-fr-en", tmp_path / "model")
    in_floats(tmp_path / "model" / "model.bin")
    overflowing(monkeypatch)
    for numbers in ("default", "auto"):
        loaded = Hardware(device="cpu", compute_type=numbers).load(tmp_path / "model")
        assert loaded.compute_type == "float32"
    with pytest.raises(RuntimeError, match=r"no 8-bit numbers, .*; use --compute-type default"):
        Hardware(device="cpu", compute_type="int8").load(tmp_path / "model")


def test_results_of_another_processor_are_another_engine_s(
    argos_packages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Identities say which, and the keys of memories and documents are made from them."""
    engine = argos_engine(argos_packages, hardware=Hardware(device="cpu"))
    here = engine.identity("fr", "en")
    named = {option.name: option.value for option in here.options}
    assert named["instruction_set"] == arithmetic().instruction_set
    assert named["matrix_library"] == arithmetic().matrix_library
    other = Arithmetic(instruction_set="AVX512+AVX512_CORE", matrix_library="MKL", exact_int8=True)
    monkeypatch.setattr(hardware, "arithmetic", lambda: other)
    assert engine.identity("fr", "en") != here
    engine.translate(["Oui."], "fr", "en")
    (model,) = engine.loaded()
    assert (model.instruction_set, model.matrix_library) == ("AVX512+AVX512_CORE", "MKL")
