"""Retrieval measured on a long list: what is found, at how many candidates, time and memory."""
