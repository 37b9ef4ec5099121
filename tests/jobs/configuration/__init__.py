"""What the file may say of jobs."""
