"""Sources, names, answers and files that mean harm."""
