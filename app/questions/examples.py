"""Examples of a question: parameters with which it is tried and tested."""

import json
from typing import Any

from app.errors import QuestionError
from models.base import Model


class Example(Model):
    """Parameters for a question, in their JSON types; `name` describes what they are an example of."""

    parameters: dict[str, Any]
    name: str = ""


def parse_example(text: str) -> Example:
    """The example that a line of a head gives: its name, which may be left out, and a JSON object of its parameters.

    Raises:
        QuestionError: there is no JSON object in it.
    """
    name, brace, rest = text.partition("{")
    try:
        parameters = json.loads(brace + rest)
    except ValueError:
        raise QuestionError(f'the example {text!r} is not `name {{"parameter": value, …}}`') from None
    return Example(parameters=parameters, name=name.strip())
