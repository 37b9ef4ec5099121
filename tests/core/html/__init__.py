"""Tests of ``pipeline/core/html/``."""
