"""What is tried at random and at length: kills, tampering, hostile input. ``make`` has the long forms."""
