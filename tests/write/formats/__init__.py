"""Tests of translations in the formats of their sources."""
