"""Tests of ``pipeline/digest/pages/``."""
