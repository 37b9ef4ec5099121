"""Delivery of digests: to feeds, by mail, to a folder, to a server, to a program.

Takes a parcel, which is a run's folder with a digest, and the settings of ``[deliver.NAME]``; sends.
Open ``settings.py`` for what can be set, ``table.py`` for how a deliverer is made, then one of them.
"""
