"""The reader: a run's folder as HTML pages, made of what is written there and of nothing else.

document    one document in one language: source and translation side by side, and where they come from
index       the run: what is in it, what became of each input
site        the pages as files in the run's folder, and whether they still say what it holds
serve       the same pages on a port of this machine, nothing written
"""
