"""The steps that a batch of inputs goes through, between finding them and telling what became of them.

Takes inputs; gives documents that are prepared, what to ask of translation for them, and folders on the disk.
Open ``take.py`` first, then ``requests.py`` and ``finish.py``; ``run/batch.py`` has them in a row.
"""
