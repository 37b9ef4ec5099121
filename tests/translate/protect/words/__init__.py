"""Tests of ``pipeline/translate/protect/words/``."""
