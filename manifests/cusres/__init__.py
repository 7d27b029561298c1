"""CUSRES: what a state answers an airline about the people of a list. Pure codec, no policy."""
