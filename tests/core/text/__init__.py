"""Tests of ``pipeline/core/text/``."""
