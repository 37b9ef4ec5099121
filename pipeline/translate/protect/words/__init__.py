"""Words that engines by rules break: names, acronyms, months. Words that the engine knows stand in for them.

Takes the sentences of a document and what the engine knows of their words; gives items with stand-ins.
Open ``finder.py`` first; ``names.py`` says what a name is, ``stand_ins.py`` what goes in its place.
"""
