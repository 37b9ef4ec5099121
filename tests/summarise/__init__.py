"""Tests of ``pipeline/summarise/``."""
