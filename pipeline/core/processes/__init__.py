"""Starting other programs and other Pythons, so that nothing foreign is run in their place.

Takes commands; gives processes that end with their user, and what they answer.
Open ``python_child.py`` for Pythons, ``program_chain.py`` for programs that answer, ``one_program.py`` for
one that does something.
"""
