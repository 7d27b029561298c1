"""`python -m streams` is `tocsin`: how a process starts another of its own kind."""

from streams.cli import main

main()
