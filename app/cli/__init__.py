"""The command line. Answers go to standard output, everything else to standard error.

Exit codes: 0 done; 1 failed without a better word; 2 wrong input or usage; 3 not allowed; 4 not found; 5 conflict; 6 another
process writes; 7 the graph failed; 8 the graph does not answer; 9 too slow; 10 newer graph; 11 wrong catalogue; 12 wrong
question; 13 wrong settings; 20 rows of a file were refused; 21 a file could not be read; 130 interrupted.
"""

import gc
import os
import sys
from contextlib import suppress
from typing import Annotated

import typer
from typer.main import get_command

from app.cli.acting import act_as
from app.cli.common import close_output, say
from app.cli.language.messages import Language, language_of, take_language, use
from app.cli.lazy import LazyGroup
from app.errors import QuanjingError

EPILOG = (__doc__ or "").partition("\n\n")[2].replace("\n", " ")
INTERRUPTED = 130
UNCOLLECTED = 100_000
"""Objects made before garbage is looked for: imports make many that stay, and looking through them is a tenth of a look-up."""

app = typer.Typer(
    name="quanjing",
    cls=LazyGroup,
    help="Everything the record says about an enterprise, as one graph.",
    epilog=EPILOG,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback()
def quanjing(
    lang: Annotated[
        Language | None,
        typer.Option("--lang", help="The language of messages, anywhere on the line; default that of LANG."),
    ] = None,
    as_caller: Annotated[
        str | None,
        typer.Option("--as", help="Look things up as a caller, by its id or name: see what it would see over the network."),
    ] = None,
) -> None:
    """Everything the record says about an enterprise, as one graph."""
    if lang is not None:
        use(lang)
    act_as(as_caller)


def main() -> None:
    """Run one command and leave with its exit code."""
    gc.set_threshold(UNCOLLECTED)
    chosen, arguments = take_language(sys.argv[1:])
    use(chosen or language_of(os.environ))
    sys.exit(_code(arguments))


def _code(arguments: list[str]) -> int:
    """Run a command, say what went wrong, and give its exit code."""
    try:
        command = get_command(app)
        with command.make_context("quanjing", arguments) as context:
            command.invoke(context)
    except typer.Exit as done:
        return done.exit_code
    except typer.TyperException as error:
        _refuse(error)
        return error.exit_code
    except QuanjingError as error:
        say(f"quanjing: {error.message}")
        return error.exit_code
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except BrokenPipeError:
        close_output()
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        say(f"quanjing: {where}{error.strerror or error}")
        with suppress(OSError):
            sys.stdout.close()  # what is left in it could not be written
        return 1
    return 0


def _refuse(error: typer.TyperException) -> None:
    """Say what is wrong with the arguments, after the usage; a group without a command is answered by its help."""
    context = getattr(error, "ctx", None)
    message = error.format_message()
    usage = context.get_usage() if context else ""
    if usage and message.startswith(usage.partition(" [")[0]):
        say(message)
        return
    if context:
        say(usage)
        say(f"Try '{context.command_path} --help' for help.")
    say(f"quanjing: {message}")


if __name__ == "__main__":
    main()
