"""sumy's stemmers, without what sumy and NLTK load beside them: the one door to both.

``sumy.nlp.stemmers`` imports the whole of NLTK, and libraries for the network, which takes .4 s; of all
that it uses one module of NLTK. So empty modules stand in for the rest while it is loaded. What was loaded so
is then forgotten, so that whoever imports sumy or NLTK later gets the whole of them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module, util
from pathlib import Path
from threading import RLock
from types import ModuleType

_STEMMERS = "sumy.nlp.stemmers"
_PACKAGES = ("nltk", "nltk.stem")
"""Packages whose own modules are found, but whose ``__init__`` is not run."""
_LOADING = RLock()


def stemmer(name: str) -> Callable[[str], str]:
    """Return a new stemmer of sumy's by its name there, such as ``french``.

    Raises ``LookupError`` where sumy has none. Those that need further packages raise ``ValueError`` when
    they are called.
    """
    made: Callable[[str], str] = _stemmers().Stemmer(name)
    return made


@cache
def _stemmers() -> ModuleType:
    """Return sumy's module of stemmers: by itself where that works, else with all that it imports."""
    with _LOADING:
        if _STEMMERS not in sys.modules and not any(name in sys.modules for name in _PACKAGES):
            try:
                with _stand_ins():
                    return import_module(_STEMMERS)
            except (ImportError, AttributeError):
                pass  # another version, which needs more
        return import_module(_STEMMERS)


@contextmanager
def _stand_ins() -> Iterator[None]:
    """Put empty modules in the place of what stemmers do not use; in the end forget all that was loaded."""
    before = {name: module for name, module in sys.modules.items() if _is_theirs(name)}
    packages = {name: _package(name) for name in _PACKAGES}
    try:
        sys.modules.update(packages)
        sys.modules["nltk.corpus"] = _module("nltk.corpus", stopwords=None)
        sys.modules["sumy.utils"] = _module("sumy.utils", normalize_language=str.lower)
        yield
    finally:
        for name in [name for name in sys.modules if _is_theirs(name)]:
            del sys.modules[name]
        sys.modules.update(before)


def _is_theirs(name: str) -> bool:
    return name.partition(".")[0] in {"nltk", "sumy"}


def _package(name: str) -> ModuleType:
    """Return an empty package where the modules of the real one are found. Raises ``ImportError``."""
    spec = util.find_spec(name.partition(".")[0])
    if spec is None or not spec.submodule_search_locations:
        raise ImportError(name)
    module = _module(name)
    module.__path__ = [str(Path(spec.submodule_search_locations[0], *name.split(".")[1:]))]
    return module


def _module(name: str, **values: object) -> ModuleType:
    module = ModuleType(name)
    vars(module).update(values)
    return module
