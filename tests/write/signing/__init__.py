"""Tests of ``pipeline/write/signing/``."""
