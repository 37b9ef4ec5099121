"""Items that must survive translation unchanged: they are found, replaced by placeholders, and put back.

Takes a segment and the items known in it; gives text to send, and the translation with every item in place.
Open ``protection.py`` first, then ``placeholders.py``; ``attempts.py`` says what to try next if an engine
loses a placeholder.
"""
