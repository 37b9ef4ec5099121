"""Fetching of sources from the network, which happens for inputs that are addresses and for nothing else.

Takes an address; gives the bytes as they came and what the server said of them, or one error in a line.
Open ``http_fetcher.py`` first, then ``state.py``, which says what is remembered of each address.
"""
