"""Tests of ``pipeline/check/``."""
