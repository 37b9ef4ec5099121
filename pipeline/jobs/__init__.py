"""Named jobs of ``depeche.toml``: what is done every morning, in one step that can be repeated at any time.

Takes the file's ``[job.NAME]`` and a time; gives runs, digests, pages and deliveries below the job's folder.
Open ``job.py`` first, then ``step.py``; ``configuration/`` is what the file may say.
"""
