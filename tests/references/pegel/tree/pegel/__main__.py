"""The command line: which port, which file, and start."""

from __future__ import annotations

import argparse
import sys

from pegel.dienst import Dienst
from pegel.speicher import Speicher


def optionen(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="pegel", allow_abbrev=False)
    parser.add_argument("--port", type=int, default=8080)
    parser.add_argument("--daten", metavar="DATEI", default="pegel.db")
    return parser.parse_args(words)


def main(words: list[str]) -> int:
    given = optionen(words)
    with Dienst(("127.0.0.1", given.port), Speicher(given.daten)) as dienst:
        try:
            dienst.serve_forever()
        except KeyboardInterrupt:
            return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
