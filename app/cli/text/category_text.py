"""A category of the catalogue, as the terminal shows it."""

from collections.abc import Iterator

from app.cli.language.speaking import spoken
from app.words.pages.catalogue import approval_of, due_of
from loaders.catalogue.published import group_of, laws_of, sender_of
from models.catalogue import Catalogue, Category


def category_line(category: Category) -> str:
    """A category of a list: its name, its title, where it is shown, its form, who may see it."""
    word = spoken()
    form = word.code("form", "edge" if category.edge else "record")
    shown = (
        word.title(category.title),
        word.code("class", category.display_class),
        form,
        word.code("level", str(category.level)),
    )
    return "\t".join((category.name, *shown))


def category(one: Category, catalogue: Catalogue) -> Iterator[str]:
    """A category: how it is kept, who sends it, each property with its type and the headers it is read from, what changed."""
    word = spoken()
    yield word("category_head", name=one.name, title=word.title(one.title))
    yield "  " + word(
        "category_kind",
        display=word.code("class", one.display_class),
        form=word.code("form", "edge" if one.edge else "record"),
        mode=word.code("mode", one.mode),
        time=word.code("time", one.time),
        level=one.level,
        level_word=word.code("level", str(one.level)),
    )
    sender, laws = sender_of(catalogue, one), laws_of(one)
    stated = [("group_in", word.title(group_of(catalogue, one).title)), ("col_due", word.title(due_of(one)))]
    stated += [("col_from", word.title(sender))] if sender else []
    stated += [("approval_first", word.title(approval_of(one.approval)))] if one.approval else []
    stated += [("law_of", word("and_list").join(laws))] if laws else []
    within = dict.fromkeys(child.category for child in one.children)
    stated += [("children_of", word("and_list").join(word.title(catalogue[name].title) for name in within))] if within else []
    for name, value in stated:
        yield "  " + word("named", name=word(name), value=value)
    for prop in one.properties:
        marks = [word.code("type", prop.type), *([word("required_mark")] if prop.required else [])]
        marks += [word("level_mark", level=prop.level)] if prop.level else []
        heads = [head if isinstance(head, str) else head.header for head in one.source.get(prop.name, ())]
        yield f"  {prop.name}\t{word.title(prop.title)}\t{word('and_list').join(marks)}\t{'、'.join(heads)}"
    for change in one.changes:
        yield f"  {word('change_version', n=change.version)}\t{change.day}\t{word.title(change.what)}"
