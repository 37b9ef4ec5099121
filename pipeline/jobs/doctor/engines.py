"""What translates: engines, their pairs, what they run on, and what of it cannot be used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.core.ports import Engine
from pipeline.jobs.doctor.findings import Finding, problem
from pipeline.translate.engines.apertium.engine import ApertiumEngine
from pipeline.translate.engines.ct2.find import ModelPlaces, find_models
from pipeline.translate.engines.neural.engine import NeuralEngine
from pipeline.translate.engines.neural.hardware import cuda_problem
from pipeline.translate.engines.neural.processor import NARROW_WEIGHT_BITS, arithmetic
from pipeline.write.provenance import software


def engine_findings(engines: Sequence[Engine], models: ModelPlaces) -> Iterator[Finding]:
    """Yield what is found of software, engines, processor and models."""
    for item in software():
        yield Finding(topic="software", message=f"{item.name} {item.version}")
    total = 0
    for engine in engines:
        pairs = engine.hops()
        total += len(pairs)
        place = f" in {engine.models.folder}" if isinstance(engine, NeuralEngine) else ""
        yield Finding(topic="engine", message=f"engine {engine.name}: {len(pairs)} pairs{place}")
        for note in engine.notes() if isinstance(engine, ApertiumEngine) else ():
            yield Finding(topic="engine", message=note)
    without = cuda_problem()
    words = f"neural models run on the CPU: {without}" if without else "neural models run on CUDA"
    yield Finding(topic="processor", message=words)
    found = arithmetic()
    narrow = "" if found.exact_int8 else f", 8-bit weights with {NARROW_WEIGHT_BITS} bits"
    yield Finding(
        topic="processor", message=f"on this CPU with {found.matrix_library}, {found.instruction_set}{narrow}"
    )
    for broken in find_models(models).broken:
        yield Finding(topic="model", message=f"not used: {broken}")
    if not total:
        yield problem("engine", "nothing can be translated", "run: depeche languages install CODE...")
