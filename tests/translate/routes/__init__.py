"""Tests of ``pipeline/translate/routes/``."""
