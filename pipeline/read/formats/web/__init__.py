"""Formats of the web: pages, and feeds with their items.

Takes bytes as a server or a browser saved them; gives the article without what stands around it.
Open ``page.py`` first; ``article.py`` finds the article in a page, ``stated.py`` what a page says of itself.
"""
