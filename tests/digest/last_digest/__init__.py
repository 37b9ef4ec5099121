"""Tests of ``pipeline/digest/last_digest/``."""
