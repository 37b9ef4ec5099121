"""Argos packages, run through CTranslate2 sentence by sentence.

Takes sentences; gives translations aligned with them.
Open ``engine.py`` first.
"""
