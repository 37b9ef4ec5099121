"""Foundations of all other folders: records, seams, and access to files, text and processes.

Takes nothing of ours; gives the values that stages hand on, and the one way to each thing outside.
Open ``records/__init__.py`` first, then ``ports/``.
"""
