"""Tests of ``pipeline/translate/engines/neural/``."""
