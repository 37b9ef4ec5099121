"""Packages: archives that must be refused, broken networks, full disks."""
