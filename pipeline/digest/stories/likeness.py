"""How alike two groups of reports are, from what they share in two views: words, and names with numbers.

Words are compared twice: those of the whole reports, and those of the lead of each with the whole of the
other. A report whose background is another one's news shares much with it, but its own news is not there.

The sum is a logistic regression's: 0 says that two reports tell one event as likely as not, 1 more that the
odds are e times as great. It was fitted to pairs of documents; where groups are compared, to the mean over
their pairs. Square roots come nearer to the odds than what is shared itself, as the first shared names say
most.
"""

from __future__ import annotations

import math

from pipeline.digest.stories.vectors import Alike

_WORDS, _WORDS_OF_LEADS, _NAMES, _CONSTANT = 8.9, 4.2, 8.4, -8.5
_ONLY_NAMES, _ONLY_CONSTANT = 18.0, -6.6
"""The same without a language in which both reports can be read."""


def log_odds(words: Alike | None, names: float) -> float:
    """Return the logarithm of the odds that two groups tell one event.

    ``words`` and ``names`` are mean cosines over the pairs of their reports; there are no ``words`` where no
    report of one has a language in common with one of the other.
    """
    named = math.sqrt(max(0.0, names))
    if words is None:
        return _ONLY_NAMES * named + _ONLY_CONSTANT
    whole, leads = math.sqrt(max(0.0, words.whole)), math.sqrt(max(0.0, words.lead))
    return _WORDS * whole + _WORDS_OF_LEADS * leads + _NAMES * named + _CONSTANT
