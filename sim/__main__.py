"""`python -m sim` is the command `attrition`."""

import sys

from sim.cli import main

sys.exit(main())
