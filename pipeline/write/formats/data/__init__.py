"""Writing of records of tables, feeds and wires in their own format, and of whole tables.

In come an item and the blocks of its document in another language, or a table with the items of its rows; out
come their bytes. Begin with ``item.py``.
"""
