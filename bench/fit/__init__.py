"""What screening learns from labelled pairs: `make fit` writes spelling.json and weights.json."""
