"""Tests of ``pipeline/digest/``."""
