"""Tests of fetching sources from the network."""
