"""Tests of ``pipeline/run/steps/``."""
