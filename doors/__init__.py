"""HTTP: the door for airlines, health and metrics; agencies and officers later."""
