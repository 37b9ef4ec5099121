"""Tests of ``pipeline/check/numbers/``."""
