"""markdown-it's own inline parser, which notes each of its steps with its position."""

from __future__ import annotations

from typing import Any

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from pipeline.core.dataclass import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A stretch of inline content that one rule of the parser took."""

    start: int
    end: int
    rule: str
    """The rule's name; ``words`` where none was at work, ``delimiter`` for the single marks of a run, whose
    tokens tell in the end whether they are emphasis, ``open`` and ``close`` for a link's ends."""
    words: str = ""
    """The words that a reader sees, where they differ from the content itself."""
    token: Token | None = None


class State(StateInline):
    """The parser's state, and its steps so far, in order."""

    def __init__(self, src: str, md: MarkdownIt, env: Any, out: list[Token]) -> None:
        super().__init__(src, md, env, out)
        self.steps: list[Step] = []
        self.reached = 0
        """End of the last stretch that was parsed separately: behind a link's words."""


class Tracer(ParserInline):
    """A parser that works as its base class does, with the base class's rules."""

    def __init__(self) -> None:
        super().__init__()
        self.ruler2.disable("fragments_join")  # it joins tokens, whose positions are then lost
        self._picture: list[Step] = []

    def trace(self, content: str, md: MarkdownIt, env: Any) -> list[Step]:
        """Return the steps over ``content``, without gaps and in order."""
        self.parse(content, md, env, [])
        return self._picture

    def parse(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> list[Token]:
        """Parse ``src``; markdown-it calls this for the description of a picture."""
        state = State(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        self._picture = state.steps
        return state.tokens

    def tokenize(self, state: StateInline) -> None:
        """Parse ``state`` to its end; markdown-it calls this for the words of a link."""
        assert isinstance(state, State)  # noqa: S101 - parse() made it
        end, floor = state.posMax, len(state.steps)
        rules = list(zip(self.ruler.get_active_rules(), self.ruler.getRules(""), strict=True))
        nesting = state.md.options["maxNesting"]
        while state.pos < end:
            start, steps, tokens = state.pos, len(state.steps), len(state.tokens)
            name = "words"
            if state.level < nesting:
                name = next((name for name, rule in rules if rule(state, False)), name)
            if state.pos == start:
                state.append_pending(state.src[start])
                state.pos += 1
            self._note(state, name, start, steps, state.tokens[tokens:])
            _join_words(state.steps, floor)
        if state.pending:
            state.pushPending()
        state.reached = end

    def _note(self, state: State, name: str, start: int, before: int, made: list[Token]) -> None:
        """Note the step of rule ``name``; ``made`` has its tokens, after that of the words before."""
        last = made[-1] if made else None
        whole = Step(start=start, end=state.pos, rule=name, token=last)
        opening = next((token.meta.get("opening", 1) for token in made if token.type == "link_open"), 0)
        if opening and name in ("link", "page_name"):
            state.steps.insert(before, Step(start=start, end=start + opening, rule="open"))
            state.steps.append(Step(start=state.reached, end=state.pos, rule="close"))
        elif name == "image" and last is not None:
            state.steps.extend(_described(whole, self._picture, len(last.content)))
        elif name in ("emphasis", "strikethrough"):
            state.steps.extend(_delimiters(whole, made))
        else:
            state.steps.append(_plain(whole, state.src))


def _join_words(steps: list[Step], floor: int) -> None:
    """Join the last two steps where both are words; steps before ``floor`` are outside the link."""
    if len(steps) < floor + 2:
        return
    before, last = steps[-2:]
    if before.rule == last.rule == "words":
        steps[-2:] = [Step(start=before.start, end=last.end, rule="words")]


def _plain(step: Step, content: str) -> Step:
    """Return a step that stands for itself, named for what it really is."""
    token, own = step.token, content[step.start : step.end]
    kind = token.type if token is not None else ""
    if kind in ("softbreak", "hardbreak", "html_inline", "footnote_ref"):
        return Step(start=step.start, end=step.end, rule=kind)
    if kind == "code_inline" and token is not None:
        return Step(start=step.start, end=step.end, rule="code", words=token.content)
    if step.rule == "autolink":
        return Step(start=step.start, end=step.end, rule="autolink", words=own[1:-1])
    if step.rule in ("escape", "entity") and token is not None and token.content != own:
        return Step(start=step.start, end=step.end, rule="escape", words=token.content)
    return Step(start=step.start, end=step.end, rule="words")


def _described(step: Step, inner: list[Step], length: int) -> list[Step]:
    """Return the steps of a picture whose description has ``length`` code points."""
    start = step.start + 2
    moved = [
        Step(
            start=each.start + start,
            end=each.end + start,
            rule=each.rule,
            words=each.words,
            token=each.token,
        )
        for each in inner
    ]
    return [
        Step(start=step.start, end=start, rule="open", words="image"),
        *moved,
        Step(start=start + length, end=step.end, rule="close", words="image"),
    ]


def _delimiters(step: Step, made: list[Token]) -> list[Step]:
    """Return a step for each mark of a run; the run's tokens are the last in ``made``."""
    steps: list[Step] = []
    end = step.end
    for token in reversed(made):
        if end == step.start:
            break
        steps.append(Step(start=end - len(token.content), end=end, rule="delimiter", token=token))
        end -= len(token.content)
    return steps[::-1]
