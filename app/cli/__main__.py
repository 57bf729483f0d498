"""`python -m app.cli` is the same as `quanjing`."""

from app.cli import main

main()
