"""Tests of ``pipeline/core/processes/``."""
