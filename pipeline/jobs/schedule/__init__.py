"""What starts a job by itself: a timer of systemd, a line of cron, or a CronJob of Kubernetes.

Takes a job and its times; gives the text that a scheduler reads, and puts it into its place or takes it away.
Open ``plan.py`` first, then ``table.py``; each kind has a module of its own.
"""
