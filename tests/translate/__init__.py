"""Tests of ``pipeline/translate/``."""
