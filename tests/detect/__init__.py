"""Tests of ``pipeline/detect/``."""
