"""``dataclass``, as in the standard library, with classes that cost a tenth to make.

The standard library compiles six functions for each class when its module is loaded: .5 ms, and a command
loads some 230 classes, of most of which it makes no object. Here a method is compiled when it is first asked
for. Behaviour is that of the standard library, which
still reads the fields, makes the slots and is what type checkers see. ``InitVar`` is not known here.
"""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(*, frozen=False, slots=False, kw_only=False, eq=True, order=False):
        """Return a decorator that makes a class as ``dataclasses.dataclass`` does with these options."""

        def make(cls):
            if order:
                options = {"frozen": frozen, "slots": slots, "kw_only": kw_only, "order": True}
                return dataclasses.dataclass(**options)(cls)
            return _complete(_plain(cls, slots=slots, kw_only=kw_only), frozen=frozen, eq=eq)

        return make


_Class = TypeVar("_Class", bound=type[Any])
_FACTORY = object()
"""What a parameter is by default whose default is made anew for each object."""


def _plain(cls: _Class, *, slots: bool, kw_only: bool) -> _Class:
    """Return the class with its fields and slots, and none of the methods that are made of these."""
    made: _Class = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots, kw_only=kw_only)(cls)  # type: ignore[assignment]
    return made


def _complete(cls: _Class, *, frozen: bool, eq: bool) -> _Class:
    own = cls.__dict__
    methods: dict[str, Any] = {"__init__": _Late(cls, partial(_init, frozen=frozen)), "__repr__": _repr}
    if eq:
        methods["__eq__"] = _Late(cls, _equality)
        methods["__hash__"] = _Late(cls, _hash) if frozen else None
    if frozen:
        methods["__setattr__"], methods["__delattr__"] = _frozen(cls)
        if "__slots__" in own:  # without a dictionary, copies would be made by setting attributes
            methods["__getstate__"], methods["__setstate__"] = _getstate, _setstate
    for name, method in methods.items():
        # A class that defines equality has None for its hash, which is not a method of its own.
        if own.get(name) is None:
            if isinstance(method, _Late):
                method.name = name
            setattr(cls, name, method)
    return cls


class _Late:
    """Stands for a method of a class until it is asked for."""

    name = ""

    def __init__(self, cls: type[Any], make: Callable[[type[Any]], Callable[..., Any]]) -> None:
        self._cls, self._make = cls, make

    def __get__(self, instance: object, owner: type[Any] | None = None) -> Any:
        cls, name = self._cls, self.name
        if cls.__dict__[name] is self:
            made = self._make(cls)
            made.__qualname__ = f"{cls.__qualname__}.{name}"
            setattr(cls, name, made)
        return cls.__dict__[name].__get__(instance, owner)


def _init(cls: type[Any], *, frozen: bool) -> Callable[..., None]:
    """Return the function that takes a class's fields as parameters and sets them."""
    positional = ["self"]
    by_name: list[str] = []
    body: list[str] = []
    names: dict[str, Any] = {"_FACTORY": _FACTORY, "_set": object.__setattr__}
    hints: dict[str, Any] = {}
    for field in dataclasses.fields(cls):
        value = name = field.name
        default = ""
        if field.default_factory is not dataclasses.MISSING:
            names[f"_make_{name}"], default = field.default_factory, "=_FACTORY"
            value = f"_make_{name}() if {name} is _FACTORY else {name}" if field.init else f"_make_{name}()"
        elif field.default is not dataclasses.MISSING:
            names[f"_default_{name}"], default = field.default, f"=_default_{name}"
            value = name if field.init else f"_default_{name}"
        if field.init:
            (by_name if field.kw_only else positional).append(f"{name}{default}")
            hints[name] = field.type
        if not (field.init or default):
            continue
        if not frozen:
            body.append(f"self.{name} = {value}")
        elif name in cls.__dict__.get("__slots__", ()):  # twice as fast as ``object.__setattr__``
            names[f"_set_{name}"] = cls.__dict__[name].__set__
            body.append(f"_set_{name}(self, {value})")
        else:
            body.append(f"_set(self, {name!r}, {value})")
    if hasattr(cls, "__post_init__"):
        body.append("self.__post_init__()")
    parameters = ", ".join([*positional, *(["*", *by_name] if by_name else [])])
    made = _compiled(cls, f"__init__({parameters})", body or ["pass"], names)
    made.__annotations__ = {**hints, "return": None}
    return made


def _equality(cls: type[Any]) -> Callable[..., bool]:
    same = f"{_values(cls, 'self')} == {_values(cls, 'other')}"
    body = [f"return {same} if other.__class__ is self.__class__ else NotImplemented"]
    return _compiled(cls, "__eq__(self, other)", body, {})


def _hash(cls: type[Any]) -> Callable[..., int]:
    return _compiled(cls, "__hash__(self)", [f"return hash({_values(cls, 'self')})"], {})


def _values(cls: type[Any], instance: str) -> str:
    """Return the expression for the tuple of what an object is compared by."""
    names = (field.name for field in dataclasses.fields(cls) if field.compare)
    return f"({''.join(f'{instance}.{name}, ' for name in names)})"


def _compiled(
    cls: type[Any], signature: str, body: Sequence[str], names: Mapping[str, Any]
) -> Callable[..., Any]:
    # The names are parameters of a function around it, as its own globals are those of the class's module.
    lines = [f"def make({', '.join(names)}):", f" def {signature}:", *(f"  {line}" for line in body)]
    made: dict[str, Any] = {}
    source = "\n".join([*lines, f" return {signature.partition('(')[0]}"])
    exec(source, vars(sys.modules[cls.__module__]), made)  # noqa: S102
    function: Callable[..., Any] = made["make"](**names)
    return function


@recursive_repr()
def _repr(self: Any) -> str:
    shown = [f"{one.name}={getattr(self, one.name)!r}" for one in dataclasses.fields(self) if one.repr]
    return f"{self.__class__.__qualname__}({', '.join(shown)})"


def _frozen(cls: type[Any]) -> tuple[Callable[..., None], Callable[..., None]]:
    def __setattr__(self: Any, name: str, value: object) -> None:  # noqa: N807
        if type(self) is cls or name in cls.__dataclass_fields__:
            raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")
        super(cls, self).__setattr__(name, value)

    def __delattr__(self: Any, name: str) -> None:  # noqa: N807
        if type(self) is cls or name in cls.__dataclass_fields__:
            raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")
        super(cls, self).__delattr__(name)

    return __setattr__, __delattr__


def _getstate(self: Any) -> list[Any]:
    return [getattr(self, field.name) for field in dataclasses.fields(self)]


def _setstate(self: Any, state: list[Any]) -> None:
    for field, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)
