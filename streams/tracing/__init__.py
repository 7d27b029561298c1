"""From an alert to the records behind it, back, and what was sent once more."""
