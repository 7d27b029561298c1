"""How right screening is: labelled pairs, and a real list among ordinary travellers."""
