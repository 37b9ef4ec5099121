"""Tests of ``pipeline/core/``."""
