"""Translation engines: text to text, nothing else.

Takes sentences of one language; gives one translation each, with what made it.
Open ``table.py`` first: it has them by name. An engine is one class behind ``core/ports/``'s ``Engine``.
"""
