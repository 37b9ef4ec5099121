"""A sentence in translation: the items that it keeps, the route that it takes, the answer that comes back."""

from __future__ import annotations

from typing import Literal, TypeAlias

from pipeline.core.dataclass import dataclass
from pipeline.core.records.document import LanguageCode

FoundKind: TypeAlias = Literal[
    "url",
    "email",
    "hashtag",
    "mention",
    "file",
    "code",
    "placeholder",
    "tag",
    "date",
    "emoji",
    "term",
    "name",
    "acronym",
]
MarkupKind: TypeAlias = Literal["open", "close", "standalone"]
ItemKind: TypeAlias = FoundKind | MarkupKind
"""Kind of an item that must survive translation: found in the text, a glossary's ``term``, or inline
markup."""

Kept: TypeAlias = Literal["masked", "remasked", "apart", "dropped"]
"""How an item came through: behind a placeholder; behind a second form of one, after the first was lost; with
the text around it translated in pieces; or not at all (``Item.droppable`` alone)."""

PlaceholderForm: TypeAlias = Literal["known", "blank", "word", "percent"]
"""Form of the placeholder that stands for an item on its way through engines: a word that the engine knows
(``StandIn``), a private-use character, ``XQ1Z``, ``%1``."""

WordKind: TypeAlias = Literal[
    "first_name", "surname", "place", "name", "acronym", "adjective", "verb", "word", "several"
]
"""What an engine by rules takes a word for. ``name`` is another proper name, a ``verb`` is a ``word`` too;
``several`` are words or signs that it reads one by one, of which it may know some."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WordReading:
    """What an engine by rules knows of a word. Of a word that it does not know, it passes the letters on."""

    kinds: frozenset[WordKind] = frozenset()
    """All that it may take it for; empty where it does not know it."""
    is_female: bool = False
    """Whether it is a woman's first name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StandIn:
    """Words that an engine knows, which go through it in the place of an item that it would break."""

    sent: str
    back: tuple[str, ...]
    """The forms in which they come back, any letter case."""
    shown: tuple[str, ...]
    """The words that replace each of these forms."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Something in a segment's text, or at a place in it, that no engine may change.

    Half-open, in code points of the text that it belongs to: the segment's, or its translation's. One of no
    width is not in the text; it has its place between two characters, as inline markup has.
    """

    start: int
    end: int
    kind: ItemKind
    replacement: str | None = None
    """The text that stands in the item's place in the translation; None keeps the source's."""
    pair: int | None = None
    """Number that an ``open`` shares with its ``close``; their order and nesting are kept."""
    droppable: bool = False
    """True for an item that may be given up rather than translate the text in pieces: emphasis, never a
    link."""
    kept: Kept | None = None
    """How the item came through; None until it is translated."""
    stand_in: StandIn | None = None
    """What goes through the engine in the item's place; None takes a placeholder."""


Tidied: TypeAlias = Literal["numbers", "capitals", "spaces"]
"""What was changed in an answer between its words, to write it as its language is written."""

Option: TypeAlias = str | int | float | bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A named option and its value, where a mapping would not hash."""

    name: str
    value: Option


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineIdentity:
    """Which engine and which model or rule package translated, exactly."""

    engine: str
    """The engine's name: ``argos``, ``apertium`` ..."""
    engine_version: str
    """Name and version of the software that ran the model: ``ctranslate2 4.8.1``, ``apertium 3.8.3``."""
    package: str
    version: str
    sha256: str
    """Digest over the package's files; the engine's docstring says which and in what order."""
    licence: str
    """Licence that the package states; ``unknown`` where it states none."""
    method: Literal["neural", "rule-based"]
    options: tuple[Setting, ...] = ()
    """Decoding options, sorted by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedModel:
    """A neural model as it really runs."""

    engine: str
    package: str
    device: Literal["cpu", "cuda"]
    compute_type: str
    """Number format of the computation, by CTranslate2's name: ``int8_float32``, ``float16`` ..."""
    threads: int
    """Number of batches side by side on the CPU; 0 on a GPU."""
    instruction_set: str = ""
    """Instruction set in use: ``AVX2+AVX512_CORE_VNNI``; empty on a GPU, and before version 0.2.0."""
    matrix_library: str = ""
    """Library that multiplies matrices on the CPU: ``oneDNN`` or ``MKL``; empty on a GPU, and before version
    0.2.0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One direct step that an engine offers, from one language to another."""

    engine: str
    source: LanguageCode
    target: LanguageCode
    method: Literal["neural", "rule-based"]
    quality: float | None = None
    """Quality as chrF from 0 to 100 on news, where the package itself states it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A chain of hops from a source to a target language."""

    hops: tuple[Hop, ...]
    quality: float
    """Quality of the whole chain, as chrF from 0 to 100 on news."""
    measured: bool
    """False where ``quality`` is estimated from the hops' quality."""

    @property
    def source(self) -> LanguageCode:
        """The language that the first hop reads."""
        return self.hops[0].source

    @property
    def target(self) -> LanguageCode:
        """The language that the last hop writes."""
        return self.hops[-1].target


Origin: TypeAlias = Literal["source", "machine", "human", "imported"]
"""Origin of a text's words. ``imported`` is a machine's, according to a file that this installation did not
write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Translated:
    """The answer for one text: an engine's, or a person's."""

    text: str
    score: float | None = None
    """Log-probability of the answer, normalised for length as the engine does it; None where it gives
    none."""
    origin: Origin = "machine"
    from_memory: bool = False
    failure: str = ""
    """The reason why the engine has no translation of this text, which then stands as it was; empty where it
    has one."""
    items: tuple[Item, ...] = ()
    """The protected items with their places in ``text``, in order. Items of no width are not in ``text``."""
    dropped: tuple[Item, ...] = ()
    """Items that were given up, with their places in the source."""
    inflected: tuple[str, ...] = ()
    """Words of the source that are a glossary's term but for their endings; they were left to the engine."""
    tidied: tuple[Tidied, ...] = ()
    """What of the answer was changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Retried:
    """A second translation of a text, made because the first failed a check."""

    failed: tuple[str, ...]
    """The checks that the first translation failed."""
    route: Route
    """The route of the second translation."""
    careful: bool
    """Whether the second translation took the first's route, with other search options."""
    kept: Literal["first", "second"]
