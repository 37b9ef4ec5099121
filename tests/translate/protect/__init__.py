"""Tests of ``pipeline/translate/protect/``."""
