"""`make bench`: every figure that README and docs quote."""

import argparse

from bench.figures import show
from bench.screening import figures


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one line of JSON for each figure")
    show(figures(), as_json=parser.parse_args().json)


main()
