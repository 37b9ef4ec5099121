"""Campaigns on clusters of real processes: the same bytes, and faults at random."""
