"""The demo world: a seeded watchlist and day of flights, and how alerts look on a terminal."""
