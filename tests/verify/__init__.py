"""Tests of ``pipeline/verify/``."""
