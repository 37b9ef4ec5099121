"""Plain CTranslate2 models: OPUS-MT, and the multilingual M2M-100 and NLLB-200.

The tokens around a source follow the models' own tokenizers (transformers' ``MarianTokenizer``,
``M2M100Tokenizer``, ``NllbTokenizer``) and CTranslate2's guides:

    opus-mt    ▁Le ▁pont </s>              a model of several targets: >>fra<< ▁Le ▁pont </s>
    m2m-100    __fr__ ▁Le ▁pont </s>       every answer begins with __es__
    nllb       fra_Latn ▁Le ▁pont </s>     every answer begins with spa_Latn

``</s>`` is left out if the conversion tells CTranslate2 to add it, as Marian's converters do.
"""

from __future__ import annotations

import re
import threading
from typing import TYPE_CHECKING, Self

import languages
from pipeline.core.dataclass import dataclass
from pipeline.core.errors import EngineError, PackageError
from pipeline.core.records import Hop, LanguageCode, Setting
from pipeline.translate.engines.ct2.model import Ct2Model, language_token
from pipeline.translate.engines.neural import model_files
from pipeline.translate.engines.neural.decoding import MAX_OUTPUT_TOKENS, Decoding, Frame, LoadedPair
from pipeline.translate.engines.neural.engine import ModelIdentity, NeuralEngine
from pipeline.translate.engines.neural.hardware import Hardware, unloadable
from pipeline.translate.engines.neural.tokenizers import SentencePiece

if TYPE_CHECKING:
    import ctranslate2

OPUS_MT_OUTPUT_TOKENS = 500
"""Most tokens of an answer: OPUS-MT's models have 512 positions, and CTranslate2 fails beyond the last."""

_TARGET_TOKEN = re.compile(r">>[A-Za-z_]{2,}<<")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """The parts of a model that its frames depend on."""

    vocabulary: frozenset[str]
    after: tuple[str, ...]
    """The tokens that end a text; empty if CTranslate2 adds them."""

    @classmethod
    def of(cls, model: Ct2Model) -> Self:
        return cls(vocabulary=model.vocabulary, after=() if model.adds_end else (model.end,))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Loaded:
    """A model as it was when it was loaded, even if its files have changed since."""

    translator: ctranslate2.Translator
    tokenizer: SentencePiece
    digests: model_files.Digests
    reading: _Reading


def ct2_engine(
    model: Ct2Model, *, decoding: Decoding | None = None, hardware: Hardware | None = None
) -> NeuralEngine:
    """Return the engine over one model.

    Each model is an engine of its own: if two serve the same pair, the routes choose by quality.
    """
    return NeuralEngine(Ct2Models(model, hardware=hardware), decoding=decoding)


class Ct2Models:
    """One model folder as ``ModelSource``: a multilingual model serves many pairs."""

    def __init__(self, model: Ct2Model, *, hardware: Hardware | None = None) -> None:
        """Use ``model``."""
        self.hardware = hardware or Hardware()
        self.folder = model.folder
        self._model = model
        self._lock = threading.Lock()
        self._opened: _Loaded | None = None

    @property
    def name(self) -> str:
        """The engine's name: ``ct2/`` and the model's name."""
        return f"ct2/{self._model.card.name}"

    def hops(self) -> tuple[Hop, ...]:
        """Return the model's pairs, sorted, with the quality that its card states."""
        return tuple(
            Hop(
                engine=self.name,
                source=source,
                target=target,
                method="neural",
                quality=self._model.card.quality,
            )
            for source, target in self._model.pairs
        )

    def identity(self, source: LanguageCode, target: LanguageCode) -> ModelIdentity:
        r"""Return the identity of the model for a pair, as it was when it was loaded.

        ``sha256`` is the digest of lines ``<file>\0<its sha256>\n`` over the files that translation reads,
        sorted. A last line ``<source>><target>\0<tokens before>\0<tokens after>\0<first tokens of the
        answer>\n`` is added, because a multilingual model has the same files for every pair.
        """
        frame = self.frame(source, target)
        card = self._model.card
        framed = (" ".join(tokens) for tokens in (frame.before, frame.after, frame.target))
        try:
            digests = self._opened.digests if self._opened else self._digests()
        except OSError as error:
            raise EngineError(f"{self.name}: cannot read {error.filename}: {error.strerror}") from error
        tokens = " ".join((*frame.before, *frame.target))
        named = (Setting(name="language_tokens", value=tokens),) if tokens else ()
        return ModelIdentity(
            package=card.name,
            version=card.version,
            sha256=model_files.combined_digest(
                digests, more="\0".join((f"{source}>{target}", *framed)) + "\n"
            ),
            licence=card.licence,
            settings=named,
        )

    def load(self, source: LanguageCode, target: LanguageCode) -> LoadedPair:
        """Return the model with the frame of a pair. It is loaded once. Raises ``EngineError``."""
        self.frame(source, target)  # says what is wrong with the pair before anything is loaded
        loaded = self._load()
        opus = self._model.card.kind == "opus-mt"
        return LoadedPair(
            translator=loaded.translator,
            tokenizer=loaded.tokenizer,
            frame=self.frame(source, target),
            max_output_tokens=OPUS_MT_OUTPUT_TOKENS if opus else MAX_OUTPUT_TOKENS,
        )

    def loaded(self) -> tuple[tuple[str, ctranslate2.Translator], ...]:
        """Return the model with its name; nothing before it is loaded."""
        with self._lock:
            return ((self._model.card.name, self._opened.translator),) if self._opened else ()

    def check(self) -> None:
        """Load the model and find the tokens of every pair. Raises ``EngineError`` if that fails."""
        self._load()
        for source, target in self._model.pairs:
            self.frame(source, target)

    def frame(self, source: LanguageCode, target: LanguageCode) -> Frame:
        """Return the tokens that frame a text of this pair. Raises ``EngineError`` if it is not served."""
        model = self._model
        if (source, target) not in model.pairs:
            raise EngineError(
                f"{self.name} {source}>{target}: the model in {model.folder} does not serve this pair; "
                "see depeche languages routes"
            )
        try:
            reading = self._opened.reading if self._opened else _Reading.of(model)
            if model.card.kind == "opus-mt":
                return Frame(before=self._wanted(target, reading), after=reading.after)
            before, wanted = (self._token(code, reading) for code in (source, target))
            return Frame(before=(before,), after=reading.after, target=(wanted,))
        except PackageError as error:
            raise EngineError(f"{self.name}: {error.message}") from error

    def _token(self, code: LanguageCode, reading: _Reading) -> str:
        token = language_token(self._model.card.kind, code)
        if token is None or token not in reading.vocabulary:
            raise EngineError(
                f"{self.name}: the vocabulary in {self._model.folder} has no token for {code}"
                f"{f', {token}' if token else ''}; leave {code} out of the model's languages"
            )
        return token

    def _wanted(self, target: LanguageCode, reading: _Reading) -> tuple[str, ...]:
        """Return the token that asks an OPUS-MT model of several targets for one; none for other models."""
        offered = {token for token in reading.vocabulary if _TARGET_TOKEN.fullmatch(token)}
        if not offered:
            return ()
        codes = languages.get(target).codes
        # Most models use ISO 639-3, some with a script, as NLLB does; older ones ISO 639-1.
        names = [*codes.nllb, *(code.partition("_")[0] for code in codes.nllb), *codes.apertium]
        for name in (*names, *codes.m2m100, target):
            if f">>{name}<<" in offered:
                return (f">>{name}<<",)
        raise EngineError(
            f"{self.name}: none of the model's target tokens stands for {target} "
            f"({' '.join(sorted(offered)[:20])}); leave {target} out of the model's pairs"
        )

    def _digests(self) -> model_files.Digests:
        return model_files.digests(self._model.folder, self._model.files)

    def _load(self) -> _Loaded:
        with self._lock:
            if self._opened is None:
                model = self._model
                try:
                    (translator, tokenizer, reading), digests = model_files.load_whole(
                        f"model {model.folder}",
                        self._digests,
                        lambda: (
                            self.hardware.load(model.folder),
                            SentencePiece(*model.tokenizer_files),
                            _Reading.of(model),
                        ),
                    )
                except (RuntimeError, OSError, ValueError, TypeError) as error:
                    raise EngineError(
                        f"model {model.folder} cannot be loaded: "
                        f"{unloadable(error, 'convert or install it again')}"
                    ) from error
                self._opened = _Loaded(
                    translator=translator, tokenizer=tokenizer, digests=digests, reading=reading
                )
            return self._opened
