#!/usr/bin/env python3
"""Set up, run, test and measure the program: one command, the standard library only.

This file has to parse on any Python 3 so that an old one gets a sentence instead of a syntax error; everything else is in
`development/`, which is imported after the version has been looked at.
"""

import sys

if sys.version_info < (3, 11):
    sys.exit("CRM Desktop needs Python 3.11 or newer; this is Python %d.%d." % sys.version_info[:2])

from development.commands import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
