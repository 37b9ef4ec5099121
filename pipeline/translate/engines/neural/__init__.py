"""The common parts of all neural engines: exact batches, decoding, and the processor that they run on.

Takes tokens; gives tokens, which do not depend on what else is in the batch.
Open ``batches.py`` first.
"""
