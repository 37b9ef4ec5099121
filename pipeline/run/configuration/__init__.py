"""The configuration of a run: options, declared once, read from the command line and ``depeche.toml``.

Takes options as they are given, and a file of them; gives a ``RunConfig``, or one line that names the error.
Open ``options.py`` first: it declares every option; ``config.py`` puts a run's configuration together.
"""
