"""What screening learns from labelled pairs: `make fit` writes data/spelling.json and data/weights.json."""
