"""Tests of records and tables in their own format."""
