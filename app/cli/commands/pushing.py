"""The command that pushes files to a service: push."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli.common import Json, put, put_json, say
from app.cli.text import receipt_text
from app.errors import InputError
from models.work.receipt import Receipt

REFUSED, UNREADABLE = 20, 21
PLACE_VARIABLE = "QUANJING_PUSH_TO"


def push(
    path: Annotated[Path, typer.Argument(metavar="DIR|FILE", help="A folder, or one file.")],
    to: Annotated[str, typer.Option("--to", envvar=PLACE_VARIABLE, help="The address of the service.")],
    key_file: Annotated[
        Path | None, typer.Option("--key-file", help="A file with the key, for its owner alone; else QUANJING_KEY.")
    ] = None,
    category: Annotated[str, typer.Option("--category", help="`auto`: by the name of each file or its folder.")] = "auto",
    day: Annotated[str | None, typer.Option("--day", help="The day the rows speak of, where they do not say.")] = None,
    state: Annotated[
        Path | None,
        typer.Option("--state", help="Where it is kept what was sent; default .quanjing-push.json beside the files."),
    ] = None,
    rejects: Annotated[Path | None, typer.Option("--rejects", help="A folder for files of refused rows.")] = None,
    tries: Annotated[int, typer.Option("--tries", min=1, max=100, help="How often a request is tried.")] = 8,
    wait: Annotated[float, typer.Option("--wait", min=0, help="Seconds to wait for the receipt of a file.")] = 3600.0,
    json: Json = False,
) -> None:
    """Push files to a service over HTTP. What was sent before is not sent again; a push that broke off goes on."""
    from app.cli.pushing.keys import key_in
    from app.cli.pushing.sending import PushClient
    from app.cli.pushing.sent import Sent, listed

    files = listed(path, category)
    if not files:
        raise InputError(f"{path}: no data files")
    sent = Sent(state or (path if path.is_dir() else path.parent) / ".quanjing-push.json")
    receipts: list[Receipt] = []
    with PushClient(to, key_in(key_file), day, rejects, tries, wait) as client:
        for file in files:
            if file.problem is None and sent.has(file, day, to):
                say(f"{file.name}: sent before")
                continue
            receipt = client.send(file)
            receipts.append(receipt)
            if file.problem is None and receipt.error is None:
                sent.note(file, day, to, receipt)
            if not json:
                for line in receipt_text.receipt(receipt):
                    put(line)
    if json:
        put_json([one.model_dump(mode="json") for one in receipts])
    every = [one for receipt in receipts for one in receipt.every]
    if any(one.error for one in every):
        raise typer.Exit(UNREADABLE)
    if any(one.rejected for one in every):
        raise typer.Exit(REFUSED)
