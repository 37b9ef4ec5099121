"""Tests of ``pipeline/core/files/``."""
