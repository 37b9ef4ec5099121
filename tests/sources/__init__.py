"""Tests of ``pipeline/sources``."""
