"""What is held, since when, until when, and the proof that it has gone."""
