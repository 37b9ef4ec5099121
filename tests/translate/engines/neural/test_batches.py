"""Token lists through CTranslate2: what fails, fails alone, and changes nothing for the others."""

from __future__ import annotations

import json
import random
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from pipeline.core.errors import EngineError
from pipeline.core.interrupt import ending
from pipeline.translate.engines.neural.batches import BatchDecoder, Failure, Hypothesis
from pipeline.translate.engines.neural.decoding import PROFILES, Decoding
from pipeline.translate.engines.neural.hardware import Hardware
from tests.conftest import CT2

OPTIONS: dict[str, Any] = {"beam_size": 2, "max_input_length": 0, "max_decoding_length": 40}


@dataclass
class Cramped:
    """CTranslate2 on a machine with room for ``room`` token lists at once, which chokes on some for good."""

    translator: Any
    room: int = 10**9
    poison: str = "\0"
    device: str = "cpu"
    compute_type: str = "int8_float32"
    sizes: list[int] = field(default_factory=list)

    def translate_batch(self, sources: Sequence[list[str]], **options: Any) -> Iterator[Any]:
        """Promise what the real one answers, or that it runs out of memory."""
        self.sizes.append(len(sources))
        refused = len(sources) > self.room or any(self.poison in source for source in sources)
        promises = self.translator.translate_batch(sources, **options)
        return iter([Broken() for _ in sources] if refused else promises)


class Broken:
    """A promise that is not kept."""

    def result(self) -> None:
        """Fail as CTranslate2 does on a GPU that is full."""
        raise RuntimeError("CUDA failed with error out of memory")


@pytest.fixture(scope="module")
def translator() -> Any:
    """Return the tiny OPUS-MT model, which knows 512 positions."""
    return Hardware(device="cpu", threads=2).load(CT2 / "opus-mt-fr-en")


@pytest.fixture(scope="module")
def pieces() -> list[str]:
    """Return words that the model knows."""
    vocabulary = json.loads((CT2 / "opus-mt-fr-en" / "shared_vocabulary.json").read_bytes())
    return [word for word in vocabulary if word.startswith("▁") and len(word) > 2]


def decode_batches(
    translator: Any, sources: Sequence[list[str]], **options: Any
) -> list[Hypothesis | Failure]:
    """Decode with a decoder of its own."""
    return BatchDecoder(translator, **options).decode(sources)


def lists(pieces: list[str], count: int, *, seed: int = 1) -> list[list[str]]:
    """Draw token lists of many lengths."""
    draw = random.Random(seed)
    return [draw.choices(pieces, k=draw.randint(1, 30)) for _ in range(count)]


def test_what_fails_for_want_of_room_is_halved_until_it_fits(translator: Any, pieces: list[str]) -> None:
    """All are answered, and as they would be with room enough."""
    sources = lists(pieces, 120)
    cramped = Cramped(translator, room=3)
    assert decode_batches(cramped, sources, **OPTIONS) == decode_batches(translator, sources, **OPTIONS)
    assert max(cramped.sizes) > 3
    assert sum(size <= 3 for size in cramped.sizes) > 20


def test_one_list_that_cannot_be_decoded_fails_alone(translator: Any, pieces: list[str]) -> None:
    """The others come out as without it, and it says why."""
    sources = lists(pieces, 60)
    expected = decode_batches(translator, sources, **OPTIONS)
    where = next(index for index, source in enumerate(sources) if len(source) > 5)
    sources[where] = [*sources[where][:-1], "▁poison"]
    results = decode_batches(Cramped(translator, poison="▁poison"), sources, **OPTIONS)
    assert results[where] == Failure(reason="CUDA failed with error out of memory")
    assert [one for at, one in enumerate(results) if at != where] == [
        one for at, one in enumerate(expected) if at != where
    ]


def test_ctranslate2_s_own_errors_are_kept_to_the_list_that_raises_them(
    translator: Any, pieces: list[str]
) -> None:
    """More tokens than the model has positions for: a real failure, in the middle of a real batch."""
    sources = [*lists(pieces, 8), pieces[:1] * 600, *lists(pieces, 8, seed=2)]
    results = decode_batches(translator, sources, **OPTIONS)
    assert isinstance(results[8], Failure)
    assert "512" in results[8].reason
    assert sum(isinstance(result, Hypothesis) for result in results) == 16


@pytest.mark.parametrize("numbers", ["default", "float32"])
def test_hundreds_of_lists_are_answered_as_if_each_were_alone(numbers: str, pieces: list[str]) -> None:
    """Words and scores, bit for bit, for every profile; repeats and all lengths among them."""
    translator = Hardware(device="cpu", compute_type=numbers, threads=2).load(CT2 / "opus-mt-fr-en")
    sources = lists(pieces, 300 if numbers == "default" else 100, seed=3)
    for decoding in PROFILES.values():
        options = {**OPTIONS, "beam_size": decoding.beam_size, "length_penalty": decoding.length_penalty}
        together = decode_batches(translator, sources, **options)
        assert together == [decode_batches(translator, [source], **options)[0] for source in sources]


def test_floats_share_no_batch(translator: Any, pieces: list[str]) -> None:
    """What a row of floats comes to depends on how many are multiplied at once; whole numbers are exact."""
    sources = [pieces[at : at + 5] for at in range(20)]
    for numbers, sizes in (("int8_float32", [20]), ("int16", [20]), ("float32", [1] * 20)):
        watched = Cramped(translator, compute_type=numbers)
        decoder = BatchDecoder(watched, **OPTIONS)
        decoder.decode([pieces[:3]])  # until a call is answered, batches are small
        watched.sizes.clear()
        decoder.decode(sources)
        assert watched.sizes == sizes


def test_calls_of_several_threads_share_batches(translator: Any, pieces: list[str]) -> None:
    """Each call gets its own answers, and fewer batches are made than by call after call."""
    calls = [lists(pieces, 12, seed=seed) for seed in range(40)]
    calls[7] = [*calls[3], *calls[5], []]
    watched = Cramped(translator)
    expected = [decode_batches(watched, sources, **OPTIONS) for sources in calls]
    alone, watched.sizes = len(watched.sizes), []
    decoder = BatchDecoder(watched, **OPTIONS)
    ready = threading.Barrier(len(calls))

    def decode(sources: Sequence[list[str]]) -> list[Hypothesis | Failure]:
        ready.wait()
        return decoder.decode(sources)

    with ThreadPoolExecutor(len(calls)) as pool:
        assert list(pool.map(decode, calls)) == expected
    assert len(watched.sizes) < alone / 2
    assert sum(watched.sizes) < sum(map(len, calls))  # what two calls ask is decoded once


def test_a_call_that_is_given_up_leaves_no_other_waiting(translator: Any, pieces: list[str]) -> None:
    """An error in the thread that leads, such as an interrupt, ends its own call alone."""
    begun, interrupted = threading.Event(), threading.Event()

    class Interrupted:
        def result(self) -> None:
            begun.set()
            interrupted.wait()
            raise KeyboardInterrupt

    class Watched(Cramped):
        def translate_batch(self, sources: Sequence[list[str]], **options: Any) -> Iterator[Any]:
            if not begun.is_set() and not self.sizes:
                self.sizes.append(len(sources))
                return iter([Interrupted() for _ in sources])
            return super().translate_batch(sources, **options)

    decoder = BatchDecoder(Watched(translator), **OPTIONS)
    others = lists(pieces, 30, seed=4)
    with ThreadPoolExecutor(2) as pool:
        leading = pool.submit(decoder.decode, others[:10])
        begun.wait()
        following = pool.submit(decoder.decode, others)
        while not following.running():
            pass
        interrupted.set()
        with pytest.raises(KeyboardInterrupt):
            leading.result()
        assert following.result() == decode_batches(translator, others, **OPTIONS)
    assert decoder.decode(others) == decode_batches(translator, others, **OPTIONS)


def test_a_process_that_is_told_to_stop_waits_for_no_call(translator: Any, pieces: list[str]) -> None:
    """``ending`` breaks off what waits for its turn, and later calls are answered again."""
    begun, go = threading.Event(), threading.Event()

    class Slow(Cramped):
        def translate_batch(self, sources: Sequence[list[str]], **options: Any) -> Iterator[Any]:
            begun.set()
            go.wait()
            return super().translate_batch(sources, **options)

    decoder = BatchDecoder(Slow(translator), **OPTIONS)
    sources = lists(pieces, 5)
    with ThreadPoolExecutor(2) as pool:
        calls = [pool.submit(decoder.decode, sources) for _ in range(2)]
        begun.wait()
        with ending():
            go.set()
            for call in calls:
                with pytest.raises(EngineError, match="stopped"):
                    call.result()
    assert decoder.decode(sources) == decode_batches(translator, sources, **OPTIONS)


def test_a_gpu_gets_full_batches(translator: Any, pieces: list[str]) -> None:
    """Where nothing makes a batch exact, lists of many lengths share it, and each gets its own answer."""
    sources = lists(pieces, 40)
    gpu = Cramped(translator, device="cuda")
    results = decode_batches(gpu, sources, **OPTIONS)
    assert gpu.sizes == [40]
    alone = [decode_batches(translator, [source], **OPTIONS)[0] for source in sources]
    same = [_words(one) == _words(other) for one, other in zip(results, alone, strict=True)]
    assert sum(same) >= 35  # padding may change a word now and then


def _words(result: Hypothesis | Failure) -> tuple[str, ...]:
    assert isinstance(result, Hypothesis)
    return result.tokens


def test_profiles_differ_in_what_identifies_a_result(tmp_path: Path) -> None:
    """A memory must not hand a fast run's words to a careful one."""
    assert PROFILES["default"] == Decoding()
    assert len({profile.settings for profile in PROFILES.values()}) == len(PROFILES)
