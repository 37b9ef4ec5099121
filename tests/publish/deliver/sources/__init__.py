"""Tests of ``pipeline/publish/deliver/sources/``."""
