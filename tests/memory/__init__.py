"""The translation memory: its file, its use in a run, and its exchange format."""
