"""Formats that are kept, opened by the programs that people have."""
