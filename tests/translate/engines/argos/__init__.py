"""Tests of ``pipeline/translate/engines/argos/``."""
