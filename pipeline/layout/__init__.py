"""Other words in a source's layout: what stands between segments as it stood, markup around the right words.

``marks`` says which marks stand inside a segment and must be placed in its translation, ``write`` writes the
translation with them, ``text`` puts the document together.
"""
