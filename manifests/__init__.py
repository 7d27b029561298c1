"""What airlines send, and the state of a flight."""
