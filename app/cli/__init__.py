"""The command line. Answers go to standard output, everything else to standard error.

Exit codes: 0 done; 1 failed without a better word; 2 wrong input or usage; 3 not allowed; 4 not found; 5 conflict; 6 another
process writes; 7 the graph failed; 8 the graph does not answer; 9 too slow; 10 newer graph; 11 wrong catalogue; 12 wrong
question; 13 wrong settings; 20 rows of a file were refused; 21 a file could not be read; 130 interrupted.
"""

import sys
from contextlib import suppress

import typer

from app.cli import analysing, erasing, inquiring, mapping, over_time, reading, serving, suspecting, writing
from app.cli.common import say
from app.errors import QuanjingError

EPILOG = (__doc__ or "").partition("\n\n")[2].replace("\n", " ")
INTERRUPTED = 130

app = typer.Typer(
    name="quanjing",
    help="Everything the record says about an enterprise, as one graph.",
    epilog=EPILOG,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for group in (serving, reading, inquiring, over_time, suspecting, writing, erasing, mapping, analysing):
    group.add_to(app)


def main() -> None:
    """Run one command and leave with its exit code."""
    try:
        app()
    except QuanjingError as error:
        say(f"quanjing: {error.message}")
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        say(f"quanjing: {where}{error.strerror or error}")
        with suppress(OSError):
            sys.stdout.close()  # what is left in it could not be written
        sys.exit(1)


if __name__ == "__main__":
    main()
