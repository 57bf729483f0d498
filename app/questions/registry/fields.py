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
    """A model of these fields, from which a description (a schema, options) can be made."""
    made: type[Model] = create_model(name, __base__=Model, **{n: (f.annotation, f) for n, f in fields.items()})  # type: ignore[call-overload]
    return made


def schemas(model: type[Model]) -> dict[str, Schema]:
    """The JSON schema of each parameter by name, references resolved; of an optional one, that of its value when given."""
    whole = model.model_json_schema(mode="validation")
    known = whole.get("$defs", {})
    return {name: _plain(one, known) for name, one in whole.get("properties", {}).items()}


def _plain(schema: Schema, known: Mapping[str, Schema]) -> Schema:
    own = {key: value for key, value in schema.items() if key in ("description", "default")}
    if reference := schema.get("$ref"):
        return {**_plain(known[reference.rpartition("/")[2]], known), **own}
    for one in schema.get("allOf", ()) or [each for each in schema.get("anyOf", ()) if each.get("type") != "null"][:1]:
        return {**_plain(one, known), **own}
    return {**schema, "items": _plain(schema["items"], known)} if "items" in schema else schema


def type_of(schema: Schema) -> str:
    """The type of a parameter as questions name it: str, int, float, bool or a list of one."""
    if schema.get("type") == "array":
        return f"list[{type_of(schema.get('items', {}))}]"
    return _PYTHON.get(schema.get("type", ""), "str")


def is_list(schema: Schema) -> bool:
    """Whether a parameter is a list, given several times."""
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
    """Merges the parameters of several questions: each is optional, has the widest bounds, and states whose it is.

    Each question is given by its name, its model and the parameters that count.
    """
    parameters: dict[str, list[tuple[str, FieldInfo, Schema]]] = {}
    for question, model, names in models:
        schemas_by_name = schemas(model)
        for name in names:
            parameters.setdefault(name, []).append((question, model.model_fields[name], schemas_by_name[name]))
    return {name: _joined(several) for name, several in parameters.items()}


def _joined(several: list[tuple[str, FieldInfo, Schema]]) -> FieldInfo:
    first_schema = several[0][2]
    schema = {key: value for key, value in first_schema.items() if key not in ("description", "default", "title")}
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
