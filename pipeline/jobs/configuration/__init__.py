"""The jobs in ``depeche.toml``: what may be said there, and what was.

Takes the file's tables; gives jobs with their values checked, their deliveries, and a schema for editors.
Open ``settings.py`` first.
"""
