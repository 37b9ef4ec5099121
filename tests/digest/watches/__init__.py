"""Tests of ``pipeline/digest/stories/``."""
