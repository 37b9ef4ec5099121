"""What everything else stands on: the records, the seams, and files, text and processes as they really are.

Takes nothing of ours; gives the values that stages hand on, and the one way to each thing outside.
Open ``records/__init__.py`` first, then ``ports.py``.
"""
