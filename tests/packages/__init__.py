"""Tests of ``pipeline/packages/``."""
