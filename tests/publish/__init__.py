"""Tests of ``pipeline/publish/``."""
