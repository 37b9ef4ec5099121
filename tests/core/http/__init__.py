"""Tests of ``pipeline/core/http/``."""
