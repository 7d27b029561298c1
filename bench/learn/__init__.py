"""What screening knows of names, learned: `python -m bench.learn` writes data/name_shares.bin."""
