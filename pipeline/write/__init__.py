"""Writes variants and records into a run's folder, and reads them back.

Takes prepared documents and their renderings; gives files that appear whole or not at all.
Open ``assemble.py`` first, then ``run_folder.py``; ``read_run.py`` reads it all again.
"""
