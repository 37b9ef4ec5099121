"""What a run says while it is at work: the outcome of each input, and how far it is.

Takes outcomes; prints lines, and on a terminal bars.
Open ``carry_out.py`` first; ``meter.py`` counts, ``shown.py`` and ``bars.py`` show what it has counted.
"""
