"""Telling a story in sentences of its reports, each thing once, in the best words.

Takes a story's reports; gives the story of the digest's record, with the segments that each page quotes.
Open ``story.py`` first.
"""
