"""Tests of ``pipeline/translate/engines/ct2/``."""
