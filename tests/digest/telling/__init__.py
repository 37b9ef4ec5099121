"""Tests of ``pipeline/digest/telling/``."""
