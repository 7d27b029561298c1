"""UN/EDIFACT syntax: from bytes to the messages of an interchange, and back. Pure."""
