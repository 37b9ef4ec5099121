"""What must survive translation unchanged: found, sent behind placeholders, and put back.

Takes a segment and what is known of it; gives text to send, and the translation with everything in its place.
Open ``protection.py`` first, then ``placeholders.py``; ``attempts.py`` says what to try next where an engine
did not give every placeholder back.
"""
