"""
Started by `search`: finds a regular expression in texts.

    python search_child.py SECONDS

Standard input is a line with the pattern and one for every text, as JSON; standard output is `[number, begin, end]`
of what was found first, else `null`. After SECONDS a signal ends it, even where nobody waits for it any more. It
imports nothing of specdev.
"""

import json
import re
import signal
import sys
import warnings


def main() -> None:
    """Search the texts until one has what is looked for."""
    warnings.simplefilter("ignore")
    signal.setitimer(signal.ITIMER_REAL, float(sys.argv[1]))
    pattern = re.compile(json.loads(sys.stdin.readline()), re.M)
    for number, line in enumerate(sys.stdin):
        if found := pattern.search(json.loads(line)):
            print(json.dumps([number, *found.span()]))
            return
    print("null")


if __name__ == "__main__":
    main()
