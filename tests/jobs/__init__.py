"""Named jobs: their file, their times, what they remember and what they tidy."""
