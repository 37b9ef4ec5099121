"""What all neural engines share: exact batches, decoding, and the processor that they run on.

Takes tokens; gives tokens, the same whatever else is in the batch.
Open ``batches.py`` first.
"""
