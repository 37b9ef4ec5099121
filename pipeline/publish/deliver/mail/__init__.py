"""Delivery by mail: one message for each language and address, as a file always, and by SMTP where asked for.

Takes a parcel and ``MailSettings``; gives ``.eml`` files and sends them.
Open ``deliverer.py`` first; ``message.py`` makes a message, ``smtp.py`` sends one.
"""
