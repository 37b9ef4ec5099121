"""Tests of ``pipeline/check/moments/``."""
