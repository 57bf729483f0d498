"""Headers of several lines, of which the category knows the last ones alone: 证照 over 统一社会信用代码 is 统一社会信用代码."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from loaders.mapping.headers import HeaderChoice, meanings
from loaders.values.normalise import normalise_header
from models.catalogue import Category

_OF_A_GROUP = re.compile(r"(?:基本)?(?:信息|情况|资料|概况|明细)\Z")
_Meanings = Callable[[str], frozenset[tuple[str, str]]]


def settled(
    category: Category, headers: Sequence[str], parts: Sequence[tuple[str, ...]], columns: Mapping[str, HeaderChoice]
) -> list[str]:
    """The headers of a table, those joined of several lines as the category knows them: whole, or by their last lines.

    A group of mere information counts as what it is of: 股东信息 over 名称 is 股东名称. What several columns could be, and what
    another column is already, is left as it is; so is a header that the sender's `columns` name.
    """
    if not any(len(cells) > 1 for cells in parts):
        return list(headers)
    means = meanings(category)
    given = (one for some in columns.values() for one in ([some] if isinstance(some, str) else some))
    named = {normalise_header(header) for header in given}
    whole = {normalise_header(header) for header in headers}
    unknown = [i for i, cells in enumerate(parts) if len(cells) > 1 and not means(headers[i])]
    unknown = [i for i in unknown if normalise_header(headers[i]) not in named]
    shorter = {i: [h for h in _shorter(parts[i]) if means(h) or normalise_header(h) in named] for i in unknown}
    times = Counter(normalise_header(header) for some in shorter.values() for header in some)
    filled = {meaning for i, header in enumerate(headers) if i not in shorter for meaning in means(header)}
    found = list(headers)
    for i, some in shorter.items():
        for header in some:
            plain = normalise_header(header)
            if times[plain] == 1 and plain not in whole and (plain in named or not means(header) & filled):
                found[i] = header
                filled |= means(header)
                break
    return found


def _shorter(parts: tuple[str, ...]) -> Iterator[str]:
    """What a header may be without its upper lines, the fullest first, each form once."""
    seen = {"".join(parts)}
    for begin in range(len(parts)):
        for form in ("".join(parts[begin:]), "".join(_OF_A_GROUP.sub("", part) for part in parts[begin:-1]) + parts[-1]):
            if form not in seen:
                seen.add(form)
                yield form


def remark(headers: Sequence[str], found: Sequence[str]) -> list[str]:
    """What is to be stated of headers that are read by their last lines."""
    renamed = [f"{header} as {other}" for header, other in zip(headers, found, strict=True) if header != other]
    return [f"headers of several lines, read by the last: {', '.join(renamed)}"] if renamed else []
