"""Tests of ``pipeline/translate/engines/apertium/``."""
