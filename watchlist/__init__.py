"""What agencies contribute: the entry, list formats, deltas, sharing."""
