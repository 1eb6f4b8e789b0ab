"""`python -m seat_console`, the same as the command `seat-console`."""

import sys

from seat_console.cli import main

if __name__ == "__main__":
    sys.exit(main())
