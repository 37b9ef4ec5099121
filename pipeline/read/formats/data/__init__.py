"""Documents as data: tables (CSV, TSV), JSON and JSON Lines, and news wires (ninjs, NewsML-G2).

Takes a file's bytes, gives its records as items in the form of JSON Feed, which ``web/item.py`` reads.
Open ``items.py`` first: what an item is made of; ``fields.py`` tells which field holds what.
"""
