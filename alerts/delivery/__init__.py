"""Calls to agencies' webhooks: what is sent, how it is signed, what an answer means."""
