"""Tests of ``pipeline/write/``."""
