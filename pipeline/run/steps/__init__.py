"""The steps of a batch of inputs, from the input to its outcome.

Takes inputs; gives prepared documents, requests for their translation, and folders on the disk.
Open ``take.py`` first, then ``requests.py`` and ``finish.py``; ``run/batch.py`` has them in a row.
"""
