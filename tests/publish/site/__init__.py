"""Tests of ``pipeline/publish/site/``."""
