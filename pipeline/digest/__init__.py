"""Many documents of a run told as one digest a language, by quoting them.

Takes a run's folder; gives ``digest/`` in it: a record of stories, and pages made of that record alone.
Open ``make.py`` first: it gathers reports, has ``stories/`` group them, and tells each story by quoting.
"""
