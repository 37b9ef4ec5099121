"""Schedules: what schedulers are told, and what they make of it."""
