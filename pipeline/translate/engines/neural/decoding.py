"""How neural models search for an answer, and which tokens they need around a text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from pipeline.core.dataclass import dataclass
from pipeline.core.records import PlaceholderForm, Setting
from pipeline.translate.engines.neural.tokenizers import Tokenizer

if TYPE_CHECKING:
    import ctranslate2

MAX_INPUT_TOKENS = 250
"""Most tokens of a text. A longer one is translated in pieces, because models trained on sentences cut it."""

MAX_OUTPUT_TOKENS = 3 * MAX_INPUT_TOKENS
"""Most tokens of an answer. argostranslate's limit of 256 would silently cut the end of long sentences."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoding:
    """The options of the search for an answer. Their names and meanings are CTranslate2's.

    The defaults are argostranslate's own (1.11, ``translate.apply_packaged_translation``). They serve every
    kind of model here.
    """

    beam_size: int = 4
    length_penalty: float = 0.2
    replace_unknowns: bool = True
    no_repeat_ngram_size: int = 0
    """Length in tokens of passages that no answer may hold twice; 0 is no limit."""
    repetition_penalty: float = 1.0
    """Divisor of the score of tokens that an answer has already; 1 leaves it as it is."""

    @property
    def careful(self) -> Decoding:
        """The options for a second try: a wider search that cannot run in a loop."""
        return replace(self, beam_size=max(6, self.beam_size), no_repeat_ngram_size=3, repetition_penalty=1.2)

    @property
    def settings(self) -> tuple[Setting, ...]:
        """The settings that a result depends on, beside the model and the hardware."""
        own = [Setting(name=name, value=value) for name, value in asdict(self).items()]
        own = [one for one in own if one.value != _OFF.get(one.name)]
        return (*own, Setting(name="max_input_tokens", value=MAX_INPUT_TOKENS))


_OFF = {"no_repeat_ngram_size": 0, "repetition_penalty": 1.0}
"""Options that do nothing at these values. They are then left out, because argostranslate lacks them."""

PROFILES: Mapping[str, Decoding] = MappingProxyType(
    {
        "default": Decoding(),
        "fast": Decoding(beam_size=1),
        "best": Decoding(length_penalty=1.0),
    }
)
"""The profiles that ``--profile`` takes. ``docs/measurements/performance.md`` has their cost and gain."""


PLACEHOLDERS: tuple[PlaceholderForm, ...] = ("word", "percent")
"""Forms of placeholder. Models copy short capitals as they copy names. They copy ``%1`` because most were
trained on messages of programs, which use it (OPUS has KDE's, GNOME's and Ubuntu's)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The tokens that a model needs around those of a text."""

    before: tuple[str, ...] = ()
    """Tokens before the source: its language, or the target language."""
    after: tuple[str, ...] = ()
    """Tokens after the source: its end, if CTranslate2 does not add it."""
    target: tuple[str, ...] = ()
    """Tokens that every answer begins with: the target language."""

    def wrap(self, tokens: Sequence[str]) -> list[str]:
        """Return a source's tokens with those of the frame."""
        return [*self.before, *tokens, *self.after]

    def strip(self, tokens: Sequence[str]) -> list[str]:
        """Return an answer's tokens without those of the frame.

        The frame's tokens are removed wherever they stand: an unknown word is replaced by the source's token
        that the model attends to, and this can be one of them.
        """
        special = {*self.before, *self.after, *self.target}
        return [token for token in tokens if token not in special]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedPair:
    """A model that is loaded, for one pair of languages."""

    translator: ctranslate2.Translator
    tokenizer: Tokenizer
    frame: Frame
    max_output_tokens: int = MAX_OUTPUT_TOKENS


def settings(*parts: Sequence[Setting]) -> tuple[Setting, ...]:
    """Return settings in one tuple, sorted by name, as an identity has them."""
    return tuple(sorted((one for part in parts for one in part), key=lambda one: one.name))


def cut(tokens: list[str]) -> list[list[str]]:
    """Cut a token list that is too long: at the last comma or semicolon that fits, else at the last word."""
    pieces = []
    while len(tokens) > MAX_INPUT_TOKENS:
        window = tokens[:MAX_INPUT_TOKENS]
        words = [at for at in range(1, MAX_INPUT_TOKENS) if window[at].startswith("▁")]
        clauses = [at for at in words if window[at - 1][-1:] in ",;:،、，；"]
        late = [at for at in clauses if at > MAX_INPUT_TOKENS // 2]
        end = (late or words or [MAX_INPUT_TOKENS])[-1]
        pieces.append(tokens[:end])
        tokens = tokens[end:]
    return [*pieces, tokens] if tokens else pieces  # a model invents a sentence for an empty frame
