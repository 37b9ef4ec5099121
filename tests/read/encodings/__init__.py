"""Encodings of text."""
