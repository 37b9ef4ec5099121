"""Faults of the machine, the files and the programs around a run, injected for real."""
