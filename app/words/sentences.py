"""Answers in sentences: analytics gives reasons as data, and their sentences are written here, before an answer leaves."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, TypeVar

from app.words import concert, control, incomplete, lists, owners, related
from models.base import Model, models_in

M = TypeVar("M", bound=Model)
Writer = Callable[[Any], Mapping[str, Any]]

WRITERS: Mapping[type[Model], Writer] = {
    **concert.WRITERS,
    **control.WRITERS,
    **incomplete.WRITERS,
    **lists.WRITERS,
    **owners.WRITERS,
    **related.WRITERS,
}
"""Of each model with sentences, the function that writes them: from the model, the fields in which they stand."""


def with_sentences(answer: M) -> M:
    """A copy of an answer in which every sentence is written, at any depth; all else stays."""
    return _filled(answer, {})


def _filled(answer: M, written: dict[int, Model]) -> M:
    """`written`: what is done already, by the identity of the original; chains of control share most of their steps."""
    known = written.get(id(answer))
    if known is not None:
        return known  # type: ignore[return-value]
    changed: dict[str, Any] = {}
    for name in _parts_with_sentences(type(answer)):
        old = getattr(answer, name)
        new = _value(old, written)
        if new is not old:
            changed[name] = new
    filled = answer.model_copy(update=changed) if changed else answer
    writer = writer_of(type(answer))
    if writer is not None:
        filled = filled.model_copy(update=writer(filled))
    written[id(answer)] = filled
    return filled


def _value(value: Any, written: dict[int, Model]) -> Any:
    if isinstance(value, Model):
        return _filled(value, written)
    if isinstance(value, tuple):
        filled = tuple([_value(one, written) for one in value])
        return filled if any(new is not old for new, old in zip(filled, value, strict=True)) else value
    return value


@cache
def writer_of(model: type[Model]) -> Writer | None:
    """What writes the sentences of a model, or of one that it extends; None where it has none."""
    return next((WRITERS[one] for one in model.__mro__ if one in WRITERS), None)


@cache
def _parts_with_sentences(model: type[Model]) -> tuple[str, ...]:
    """The fields of a model in which there are sentences at any depth."""
    return tuple(name for name, field in model.model_fields.items() if any(map(_has_sentences, models_in(field.annotation))))


@cache
def _has_sentences(model: type[Model]) -> bool:
    return writer_of(model) is not None or bool(_parts_with_sentences(model))
