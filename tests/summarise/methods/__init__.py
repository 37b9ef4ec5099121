"""Tests of ``pipeline/summarise/methods/``."""
