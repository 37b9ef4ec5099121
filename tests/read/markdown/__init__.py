"""Tests of ``pipeline/read/markdown/``."""
