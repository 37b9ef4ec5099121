"""Tests of ``pipeline/translate/memory/``."""
