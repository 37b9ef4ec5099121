"""Tests of clock times and of the order of dates."""
