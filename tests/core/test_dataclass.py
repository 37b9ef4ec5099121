"""Classes of records: they behave as those of the standard library, and cost less to make."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import itertools
import pickle
import typing
from collections.abc import Callable
from dataclasses import field
from typing import Any

import pytest

from pipeline.core import dataclass as module

MAKERS: tuple[Callable[..., Any], ...] = (dataclasses.dataclass, module.dataclass)
OPTIONS = [
    {"frozen": frozen, "slots": slots, "kw_only": kw_only, "eq": eq}
    for frozen, slots, kw_only, eq in itertools.product((False, True), repeat=4)
]


@module.dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One that can be pickled: it is found by its name."""

    name: str
    parts: tuple[int, ...] = ()
    note: str = field(default="", compare=False)


@module.dataclass(frozen=True, kw_only=True)
class Open:
    """One with a dictionary."""

    name: str


def made(maker: Callable[..., Any], options: dict[str, bool]) -> Any:
    """Return a class with every kind of field."""

    @maker(**options)
    class Report:
        """A report."""

        title: str
        words: int = 3
        tags: list[str] = field(default_factory=list)
        source: str = field(default="wire", compare=False)
        secret: str = field(default="x", repr=False)

        def length(self) -> int:
            return len(self.title)

    return Report


def outcome(act: Callable[[], Any]) -> Any:
    """Return what a call returns, or the kind and the words of what it raises."""
    try:
        return act()
    except (AttributeError, TypeError) as error:
        return type(error), str(error).replace("__init__()", "").split(".")[-1].strip()


@pytest.mark.parametrize("options", OPTIONS, ids=str)
def test_objects_behave_as_the_standard_library_s(options: dict[str, bool]) -> None:
    """Made, compared, shown, hashed, changed and copied, with each set of options."""
    found = [behaviour(made(maker, options)) for maker in MAKERS]
    assert found[0] == found[1]


def behaviour(cls: Any) -> list[Any]:
    """Return what is seen of a class and its objects."""
    one, same = cls(title="Fire"), cls(title="Fire", source="mail")
    other = cls(title="Fire", words=4, tags=["a"])
    return [
        one == same,
        one == other,
        one != other,
        one == "Fire",
        shown(other),
        outcome(lambda: hash(cls(title="a", tags=())) == hash(cls(title="a", tags=()))),
        outcome(lambda: setattr(one, "words", 5)),
        outcome(lambda: delattr(same, "title")),
        outcome(lambda: cls("Fire", 5).words),
        outcome(lambda: cls()),
        outcome(lambda: cls(title="a", colour="red")),
        dataclasses.asdict(other),
        shown(dataclasses.replace(other, words=9)),
        shown(copy.copy(other)),
        shown(copy.deepcopy(other)),
        str(inspect.signature(cls)).count("="),
        [*inspect.signature(cls).parameters],
        cls.__match_args__,
        hasattr(other, "__dict__"),
        other.length(),
        other.tags is not cls(title="b").tags,
        dataclasses.is_dataclass(cls),
        cls.__doc__,
    ]


def shown(one: object) -> str:
    """Return an object's text without the place where its class is defined."""
    return repr(one).rpartition(">.")[2]


def with_its_own(maker: Callable[..., Any]) -> Any:
    """Return a class that defines methods of its own."""

    @maker(slots=True)
    class Line:
        text: str
        words: int = field(init=False)

        def __post_init__(self) -> None:
            self.words = len(self.text.split())

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Line) and self.words == other.words

        def __repr__(self) -> str:
            return f"Line of {self.words}"

    return Line


@pytest.mark.parametrize("maker", MAKERS)
def test_what_a_class_defines_itself_stays(maker: Callable[..., Any]) -> None:
    """Its own equality, its own text; and what is done after it is made."""
    line = with_its_own(maker)
    assert line("a b") == line("c d")
    assert repr(line("a b")) == "Line of 2"
    with pytest.raises(TypeError, match="unhashable"):
        hash(line("a"))


def families(maker: Callable[..., Any]) -> Any:
    """Return a class, one with a field more, one without, and one whose objects have an order."""

    @maker(frozen=True, slots=True)
    class Base:
        name: str

    @maker(frozen=True, slots=True)
    class More(Base):
        size: int = 1

    class Plain(Base):
        pass

    @maker(frozen=True, slots=True, order=True)
    class Ordered:
        name: str

    return Base, More, Plain, Ordered


@pytest.mark.parametrize("maker", MAKERS)
def test_a_class_can_build_on_another(maker: Callable[..., Any]) -> None:
    """Its fields come after those of the other, and equals are of one class."""
    base, more, plain, ordered = families(maker)
    assert more("a", 2) == more(name="a", size=2)
    assert more("a") != base("a")
    assert {more("a", 2): 1}[more("a", 2)] == 1
    assert plain("a").name == "a"
    assert ordered("a") < ordered("b")
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot assign to field 'name'"):
        more("a").name = "b"


def test_records_cross_to_other_processes() -> None:
    """Pickled, with a hash that was not asked for before; and their types can be asked for."""
    kept = Kept(name="a", parts=(1, 2), note="n")
    again = pickle.loads(pickle.dumps(kept))  # noqa: S301
    assert (again, again.note, hash(again)) == (kept, "n", hash(kept))
    assert pickle.loads(pickle.dumps(Open(name="b"))) == Open(name="b")  # noqa: S301
    assert typing.get_type_hints(Kept.__init__)["parts"] == tuple[int, ...]
    with pytest.raises(dataclasses.FrozenInstanceError):
        again.name = "b"


def test_nothing_is_compiled_for_a_class_that_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """And each method of another is compiled once."""
    compiled: list[str] = []
    compile_one = module._compiled

    def noted(cls: type[Any], signature: str, *rest: Any) -> Any:
        compiled.append(signature.partition("(")[0])
        return compile_one(cls, signature, *rest)

    monkeypatch.setattr(module, "_compiled", noted)
    cls = made(module.dataclass, {"frozen": True, "slots": True})
    assert compiled == []
    for _ in range(3):
        assert cls("a", tags=()) == cls("a", tags=())
        assert hash(cls("a", tags=()))
    assert compiled == ["__init__", "__eq__", "__hash__"]
