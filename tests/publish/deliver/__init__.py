"""Tests of ``pipeline/publish/deliver/``."""
