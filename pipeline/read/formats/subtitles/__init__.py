"""Subtitles: SubRip (.srt) and WebVTT (.vtt).

Takes the bytes of a file; gives what is said as sentences, however many subtitles each stands in.
Open ``cues.py`` first, then ``speech.py``, which puts sentences together.
"""
