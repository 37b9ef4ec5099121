"""Formats of e-mail: messages, and mailboxes that hold many.

Takes bytes as they stand in a mail folder; gives the words of the best part, without quoted replies.
Open ``message.py`` first.
"""
