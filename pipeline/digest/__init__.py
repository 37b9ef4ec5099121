"""Many documents of a run told as one digest a language, by quoting them.

dates     when a report was published, and which are wanted
reports   what is compared of each document
near      the same text, by several outlets
clusters  the same story, in several languages (``names``, ``vectors``)
order     the newest and most covered first
tell      a story in sentences of its reports
quotes    each of them in every language, with where it comes from
pages     text, Markdown, HTML and Atom, made of the record alone
make      all of it, from a run's folder to ``digest/`` in it
check     does a digest still say what the run's documents say
"""
