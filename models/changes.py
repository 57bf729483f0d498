"""Changes as the change feed gives them to a caller."""

from pydantic import Field

from models.base import Model


class Change(Model):
    """A party of which facts changed that the caller may see. It says that they changed, not how: ask again."""

    id: str = Field(description="The cursor just after this change.")
    at: str = Field(description="The moment at which it was written, ISO 8601 in Shanghai time.")
    party_id: str
    kind: str = Field(
        description="record: something was recorded, corrected or taken back; day: a day came on which facts change."
    )
    categories: tuple[str, ...] = Field(description="The categories whose facts changed, of those asked for.")


class Changes(Model):
    """A page of changes, the oldest first. `next` is the cursor to go on from, whether or not there are more already."""

    items: tuple[Change, ...]
    shown: int
    next: str
    more: bool = Field(
        description="Whether changes after `next` are there already; some of these may be of others than asked for."
    )
