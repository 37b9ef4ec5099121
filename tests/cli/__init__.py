"""Tests of ``pipeline/cli/`` that need no whole command; those that do are in ``tests/end_to_end/``."""
