"""What must survive translation unchanged: found, sent behind placeholders, and put back.

``find`` and ``glossary`` say what it is, ``mask`` puts placeholders in its place and takes them out again,
``ladder`` says what to try next where an engine did not give every placeholder back.
"""
