"""Depeche."""
