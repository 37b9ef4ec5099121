"""Tests of how translations are set."""
