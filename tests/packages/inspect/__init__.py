"""Tests of ``pipeline/packages/inspect/``."""
