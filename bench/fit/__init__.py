"""Learns what the name evidence is worth, and what spellings cost, from labelled pairs."""
