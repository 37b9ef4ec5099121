"""How neural models search for an answer, and what they want around a text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from pipeline.core.records import PlaceholderForm, Setting
from pipeline.translate.engines.neural.tokenizers import Tokenizer

if TYPE_CHECKING:
    import ctranslate2

MAX_INPUT_TOKENS = 250
"""A longer text is translated in pieces: the models were trained on sentences, and cut off what is longer."""

MAX_OUTPUT_TOKENS = 3 * MAX_INPUT_TOKENS
"""CTranslate2 stops here; argostranslate's 256 would cut the end of long sentences off in silence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoding:
    """How an answer is searched for; the names and meanings are CTranslate2's.

    The defaults are argostranslate's own (1.11, ``translate.apply_packaged_translation``). They serve every
    kind of model here.
    """

    beam_size: int = 4
    length_penalty: float = 0.2
    replace_unknowns: bool = True
    no_repeat_ngram_size: int = 0
    """Length of passages that no answer may hold twice, in tokens; 0: any may."""
    repetition_penalty: float = 1.0
    """What divides the score of tokens that an answer has already; 1 leaves them as likely."""

    @property
    def careful(self) -> Decoding:
        """What is tried where an answer failed a check: a wider search, that cannot go round in a loop."""
        return replace(self, beam_size=max(6, self.beam_size), no_repeat_ngram_size=3, repetition_penalty=1.2)

    @property
    def settings(self) -> tuple[Setting, ...]:
        """What a result depends on beside the model and the hardware."""
        own = [Setting(name=name, value=value) for name, value in asdict(self).items()]
        own = [one for one in own if one.value != _OFF.get(one.name)]
        return (*own, Setting(name="max_input_tokens", value=MAX_INPUT_TOKENS))


_OFF = {"no_repeat_ngram_size": 0, "repetition_penalty": 1.0}
"""Options that do nothing at these values and are then left unsaid, as argostranslate does not know them."""

PROFILES: Mapping[str, Decoding] = MappingProxyType(
    {
        "default": Decoding(),
        "fast": Decoding(beam_size=1),
        "best": Decoding(length_penalty=1.0),
    }
)
"""As ``--profile`` takes them; ``docs/measurements/performance.md`` has what they cost and gain."""


PLACEHOLDERS: tuple[PlaceholderForm, ...] = ("word", "percent")
"""What stands for an item: short capitals are copied as names are, and ``%1`` as it is in the messages of
programs, which most of these models were trained on (OPUS has KDE's, GNOME's and Ubuntu's)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The tokens that a model wants around a text's own."""

    before: tuple[str, ...] = ()
    """Before the source's: its language, or the one that is wanted."""
    after: tuple[str, ...] = ()
    """After the source's: its end, where CTranslate2 does not add it."""
    target: tuple[str, ...] = ()
    """What every answer is made to begin with: the language that is wanted."""

    def wrap(self, tokens: Sequence[str]) -> list[str]:
        """Return a source's tokens as the model wants them."""
        return [*self.before, *tokens, *self.after]

    def strip(self, tokens: Sequence[str]) -> list[str]:
        """Return an answer's own tokens.

        Those of the frame go wherever they stand: an unknown word is replaced by the source's token that the
        model looks at, which can be one of them.
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
    """Return settings together, in the order that an identity wants: by name."""
    return tuple(sorted((one for part in parts for one in part), key=lambda one: one.name))


def cut(tokens: list[str]) -> list[list[str]]:
    """Cut a token list that is too long: at the last comma or semicolon, else at the last word, that fits."""
    pieces = []
    while len(tokens) > MAX_INPUT_TOKENS:
        window = tokens[:MAX_INPUT_TOKENS]
        words = [at for at in range(1, MAX_INPUT_TOKENS) if window[at].startswith("▁")]
        clauses = [at for at in words if window[at - 1][-1:] in ",;:،、，；"]
        late = [at for at in clauses if at > MAX_INPUT_TOKENS // 2]
        end = (late or words or [MAX_INPUT_TOKENS])[-1]
        pieces.append(tokens[:end])
        tokens = tokens[end:]
    return [*pieces, tokens] if tokens else pieces  # a frame around nothing makes a model invent a sentence
