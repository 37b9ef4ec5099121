"""Tests of ``pipeline/run/``."""
