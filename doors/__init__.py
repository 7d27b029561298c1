"""HTTP: the doors for airlines and agencies, health and metrics."""
