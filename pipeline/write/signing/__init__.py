"""Signatures on a run: Ed25519 keys, DSSE envelopes.

Takes a run's record and its checksums; gives a signature, or says whether one is good.
Open ``keys.py`` first.
"""
