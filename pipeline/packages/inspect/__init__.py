"""Checks packages of strangers before they are installed.

Takes an archive; gives its metadata, or a refusal.
Open ``archive.py`` first.
"""
