"""Tests of ``pipeline/check/quantities/``."""
