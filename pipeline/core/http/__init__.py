"""HTTP to servers of others, so that neither a name nor an answer leads where nobody meant to go.

Takes an address, a body and limits; gives the answer, or one ``NetworkError`` in a line.
Open ``client.py`` first, then ``addresses.py``, which says what may be reached.
"""
