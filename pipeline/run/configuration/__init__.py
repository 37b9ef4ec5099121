"""What a run is asked to do: options declared once, read from the command line and ``depeche.toml``, checked.

Takes options as they are given, and a file of them; gives a ``RunConfig``, or one line that says what is off.
Open ``options.py`` first: it declares every option; ``config.py`` puts a run's configuration together.
"""
