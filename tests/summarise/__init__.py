"""Tests of ``pipeline/summarise``."""
