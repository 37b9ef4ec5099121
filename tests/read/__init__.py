"""Tests of ``pipeline/read/``."""
