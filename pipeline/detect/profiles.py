"""langdetect's profiles, as tables of n-grams: the one door to that library.

langdetect's own reader makes a list of 55 numbers for each of 88,000 n-grams, nearly all of them 0. That
takes 160 MB and a second, so the files are compiled once (``core/files/tables.py``). What is kept are its
counts; the logarithms are taken here, so that the tables are the same on any machine.
"""

from __future__ import annotations

import json
from array import array
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from pipeline.core.errors import LanguageError
from pipeline.core.extras import package_folder
from pipeline.core.files.string_table import StringTable, string_parts
from pipeline.core.files.tables import Recipe, compiled

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SMOOTHING = 1e-5
"""Probability of an n-gram that a profile lacks; a fifth of langdetect's, as no draw has to converge."""
_LENGTHS = 3
"""Length of the longest n-grams. A profile says for each length how many n-grams it was counted from."""
_CHARACTERS = 1 << 16
"""Number of characters that langdetect may count as others; it leaves those after them as they are."""
_UNSEEN_KEPT = 1 << 16
"""The most n-grams without a row that are remembered, so that hostile texts do not fill the memory."""


class Profiles:
    """The profiles of all languages of langdetect; threads may share them.

    ``rows`` gives each n-gram's row in ``logarithms``, which has log-probabilities by row and language: 0 for
    an n-gram that no profile has. A row is filled when its n-gram is first asked for. ``expected`` is the
    mean log-probability of a text drawn from a language's profile, n-grams of one, two and three characters
    in equal parts; a last one, 0, is for a language without a profile. ``codes`` are langdetect's own.
    ``normalised`` is for ``str.translate``: it turns a text into the characters that langdetect counts.
    """

    def __init__(self) -> None:
        """Load the profiles. Raises ``LanguageError`` where they are not of the form that is known here."""
        import numpy

        folder = _folder()
        files = sorted((folder / "profiles").iterdir())
        code = sorted((folder / "utils").glob("*.p*"))
        parts = compiled(
            Recipe(
                name="profiles",
                sources=(Path(__file__), *code, *files),
                make=lambda: _made(files),
            )
        )
        self.codes: list[str] = bytes(parts["codes"]).decode().split()
        totals = numpy.frombuffer(parts["totals"], dtype=numpy.int64).reshape(len(self.codes), _LENGTHS)
        lengths = numpy.frombuffer(parts["lengths"], dtype=numpy.uint8)
        counts = numpy.frombuffer(parts["counts"], dtype=numpy.uint32)
        ends = numpy.frombuffer(parts["ends"], dtype=numpy.uint32).tolist()
        self.expected: NDArray[np.float64] = numpy.zeros(len(self.codes) + 1)
        seen = numpy.empty(len(counts), dtype=numpy.float32)
        for column, (start, end) in enumerate(zip([0, *ends], ends, strict=False)):
            probabilities = counts[start:end].astype(float) / totals[column].astype(float)[lengths[start:end]]
            logarithms = numpy.log(probabilities + SMOOTHING)
            seen[start:end] = logarithms
            # The sum is taken one by one in the order of the rows, so that it is the same on any machine.
            self.expected[column] = numpy.cumsum(probabilities * logarithms)[-1] / _LENGTHS
        self.rows = _Rows(parts=parts, seen=seen, languages=len(self.codes))
        self.logarithms: NDArray[np.float32] = self.rows.logarithms
        self.normalised = _Normalised(parts["characters"].cast("H"))


class _Rows(dict[str, int]):
    """Rows of n-grams, numbered as they are asked for, so that a short text touches little memory."""

    def __init__(self, *, parts: Any, seen: NDArray[np.float32], languages: int) -> None:
        import numpy

        super().__init__()
        self._grams = StringTable("grams", parts)
        self._bounds = parts["bounds"].cast("I")
        self._columns = numpy.frombuffer(parts["columns"], dtype=numpy.uint8)
        self._seen = seen
        self._places = numpy.frombuffer(parts["places"], dtype=numpy.uint32)
        self._unseen = numpy.log(numpy.array([SMOOTHING])).astype(numpy.float32)[0]
        self.logarithms = numpy.empty((len(self._grams) + 1, languages), dtype=numpy.float32)
        self.logarithms[0] = self._unseen
        self._filled = 1
        self._unseen_kept = 0
        self._lock = Lock()

    def __missing__(self, gram: str) -> int:
        number = self._grams.find(gram)
        with self._lock:
            if (known := self.get(gram)) is not None:  # another thread was faster
                return known
            if number < 0:
                self._unseen_kept += 1
                if self._unseen_kept <= _UNSEEN_KEPT:
                    self[gram] = 0
                return 0
            row = self._filled
            own = slice(self._bounds[number], self._bounds[number + 1])
            line = self.logarithms[row]
            line[:] = self._unseen
            line[self._columns[own]] = self._seen[self._places[own]]
            self._filled += 1
            self[gram] = row
        return row


class _Normalised(dict[int, int]):
    """A table for ``str.translate``, filled as characters are met."""

    def __init__(self, characters: memoryview[int]) -> None:
        super().__init__()
        self._characters = characters

    def __missing__(self, code: int) -> int:
        if code >= _CHARACTERS:
            return code
        made = self[code] = self._characters[code]
        return made


def _made(files: list[Path]) -> dict[str, bytes]:
    """Return the parts of the compiled tables.

    Each language has a stretch of counts, in the order of the n-grams' numbers; each n-gram has the languages
    that count it, and the places of these counts.
    """
    import numpy

    numbers: dict[str, int] = {}
    codes, totals = [], array("q")
    of_counts: list[NDArray[np.int64]] = []
    lengths, counts = bytearray(), array("I")
    for path in files:
        code, frequencies, total = _profile(path)
        codes.append(code)
        totals.extend(total)
        own = numpy.array([numbers.setdefault(gram, len(numbers)) for gram in frequencies], dtype=numpy.int64)
        order = own.argsort()
        of_counts.append(own[order])
        lengths += bytes(map(len, map(list(frequencies).__getitem__, order)))
        counts.extend(map(list(frequencies.values()).__getitem__, order))
    grams = numpy.concatenate(of_counts)
    places = grams.argsort(kind="stable")  # of each n-gram, in the order of the languages
    sizes = [len(own) for own in of_counts]
    arrays = {
        "totals": numpy.array(totals),
        "lengths": numpy.frombuffer(lengths, dtype=numpy.uint8) - 1,
        "counts": numpy.array(counts),
        "ends": numpy.cumsum(sizes).astype(numpy.uint32),
        "bounds": numpy.append(0, numpy.bincount(grams).cumsum()).astype(numpy.uint32),
        "columns": numpy.repeat(numpy.arange(len(sizes)), sizes)[places].astype(numpy.uint8),
        "places": places.astype(numpy.uint32),
    }
    return {
        "codes": " ".join(codes).encode(),
        **{name: numbers.tobytes() for name, numbers in arrays.items()},
        "characters": _characters().tobytes(),
        **string_parts("grams", numbers),
    }


def _profile(path: Path) -> tuple[str, dict[str, int], list[int]]:
    """Return a profile's language, the count of each n-gram, and the number of n-grams of each length."""
    try:
        profile: dict[str, Any] = json.loads(path.read_bytes())
        code, frequencies, totals = profile["name"], profile["freq"], profile["n_words"]
        known = len(totals) == _LENGTHS and max(map(len, frequencies)) <= _LENGTHS
    except (ValueError, TypeError, KeyError) as error:
        raise LanguageError(f"{path}: {_UNKNOWN}") from error
    if not known:
        raise LanguageError(f"{path}: {_UNKNOWN}")
    return code, frequencies, totals


_UNKNOWN = "not a profile of the form that depeche reads; install langdetect 1.0.9"


def _characters() -> array[int]:
    """Return each character as langdetect counts it: one for each script that it does not read in full."""
    from langdetect.utils.ngram import NGram

    return array("H", (ord(NGram.normalize(chr(code))) for code in range(_CHARACTERS)))


def _folder() -> Path:
    return package_folder("langdetect")
