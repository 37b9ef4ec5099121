"""Tests of ``pipeline/split/``."""
