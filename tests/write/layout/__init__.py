"""Tests of ``pipeline/write/layout/``."""
