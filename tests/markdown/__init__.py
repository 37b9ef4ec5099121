"""Markdown taken apart, and words written in it."""
