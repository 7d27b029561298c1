"""Behind the duty officer's console: sessions, and what its pages show beside the doors'."""
