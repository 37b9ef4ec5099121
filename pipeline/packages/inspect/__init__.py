"""Packages of strangers, looked at before they are installed.

Takes an archive; gives its metadata, or a refusal.
Open ``archive.py`` first.
"""
