"""The parameters of computed questions as data: their types and bounds, from the models that check them."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pydantic import create_model
from pydantic.fields import FieldInfo

from models.base import Model

Schema = Mapping[str, Any]
_LEAST, _MOST = ("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum", "maxLength", "maxItems")
_BOUNDS: Mapping[str, Callable[[list[Any]], Any]] = dict.fromkeys(_LEAST, min) | dict.fromkeys(_MOST, max)
_PYTHON = {"integer": "int", "number": "float", "boolean": "bool", "string": "str"}


def described(fields: Mapping[str, FieldInfo], name: str = "Parameters") -> type[Model]:
    """A model of these fields, for whoever describes them."""
    made: type[Model] = create_model(name, __base__=Model, **{n: (f.annotation, f) for n, f in fields.items()})  # type: ignore[call-overload]
    return made


def schemas(model: type[Model]) -> dict[str, Schema]:
    """The JSON schema of each parameter, references looked up; of one that may be left out, that of what is given."""
    whole = model.model_json_schema(mode="validation")
    known = whole.get("$defs", {})
    return {name: _plain(one, known) for name, one in whole.get("properties", {}).items()}


def _plain(schema: Schema, known: Mapping[str, Schema]) -> Schema:
    told = {key: value for key, value in schema.items() if key in ("description", "default")}
    if reference := schema.get("$ref"):
        return {**_plain(known[reference.rpartition("/")[2]], known), **told}
    for one in schema.get("allOf", ()) or [each for each in schema.get("anyOf", ()) if each.get("type") != "null"][:1]:
        return {**_plain(one, known), **told}
    return {**schema, "items": _plain(schema["items"], known)} if "items" in schema else schema


def type_of(schema: Schema) -> str:
    """The type of a parameter as questions name it: str, int, float, bool or a list of one."""
    if schema.get("type") == "array":
        return f"list[{type_of(schema.get('items', {}))}]"
    return _PYTHON.get(schema.get("type", ""), "str")


def is_list(schema: Schema) -> bool:
    """Whether a parameter is given once or several times."""
    return schema.get("type") == "array"


def bounds_of(schema: Schema) -> str:
    """The bounds of a parameter in words: a range, a choice, a length; empty where there is none."""
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if "minimum" in schema or "maximum" in schema:
        return f"{schema.get('minimum', '')}..{schema.get('maximum', '')}"
    if "maxItems" in schema:
        return f"at most {schema['maxItems']}"
    return f"at most {schema['maxLength']} characters" if "maxLength" in schema else ""


def together(models: Iterable[tuple[str, type[Model], Iterable[str]]]) -> dict[str, FieldInfo]:
    """Parameters that several questions take, each once: optional, within the widest bounds, and said of which it is.

    Each question is given by its name, its model and the parameters that count.
    """
    found: dict[str, list[tuple[str, FieldInfo, Schema]]] = {}
    for question, model, names in models:
        told = schemas(model)
        for name in names:
            found.setdefault(name, []).append((question, model.model_fields[name], told[name]))
    return {name: _joined(several) for name, several in found.items()}


def _joined(several: list[tuple[str, FieldInfo, Schema]]) -> FieldInfo:
    told = several[0][2]
    schema = {key: value for key, value in told.items() if key not in ("description", "default", "title")}
    for bound, widest in _BOUNDS.items():
        if bound in schema:
            given = [one[2].get(bound) for one in several]
            schema[bound] = None if None in given else widest(given)
    descriptions: dict[str, list[str]] = {}
    for question, field, _ in several:
        descriptions.setdefault(field.description or "", []).append(question)
    text = " ".join(f"Of {', '.join(names)}: {what}" for what, names in descriptions.items())
    extra = {key: value for key, value in schema.items() if value is not None}
    return FieldInfo(annotation=Any, default=None, description=text, json_schema_extra=extra)
