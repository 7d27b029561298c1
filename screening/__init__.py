"""Is this passenger listed? Names, keys, scores, reasons, and the two indexes."""
