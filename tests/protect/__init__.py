"""Tests of pipeline/protect."""
