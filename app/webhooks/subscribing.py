"""Subscribes to changes, and changes subscriptions, for who asks by HTTP or on the command line."""

from dataclasses import dataclass

from app.changes.reading import LATEST, ChangeFeed
from app.desk.store import Desk
from app.desk.webhooks import register
from app.desk.webhooks.register import Owner
from app.errors import InputError
from app.settings import Settings
from app.webhooks.addresses import check_reachable
from app.webhooks.sealing import sealed
from app.webhooks.signing import new_secret
from models.caller import Caller
from models.catalogue import Catalogue
from models.work.webhooks import IssuedWebhook, NewWebhook, WebhookCard


@dataclass(frozen=True, slots=True)
class Subscriptions:
    """The subscriptions of a desk to the change feed of a graph."""

    desk: Desk
    feed: ChangeFeed
    catalogue: Catalogue
    settings: Settings

    async def add(self, new: NewWebhook, caller: Caller, by: str) -> IssuedWebhook:
        """Subscribe for a caller; the answer has the secret, this once.

        Raises:
            InputError: the address is none for a webhook, or a category is unknown. PrivateAddress: it is not public.
            BadRequest, StartOver: it cannot begin there. Conflict: the caller has as many as they may.
        """
        if unknown := sorted(set(new.categories) - self.catalogue.categories.keys()):
            raise InputError(f"the catalogue has no category {unknown[0][:40]!r}")
        await check_reachable(new.url, self.settings.webhook_private)
        cursor, secret = await self._cursor(caller, new.since or LATEST), new_secret()
        card = await self.desk.write(register.add_webhook, new, caller, by, cursor, sealed(secret, self._key))
        return IssuedWebhook(**card.model_dump(), secret=secret)

    async def rotate(self, webhook: str, owner: Owner, hours: int) -> IssuedWebhook:
        """Give a webhook a new secret; the old one signs beside it for so many hours. Raises NotFound."""
        secret = new_secret()
        card = await self.desk.write(register.rotate_secret, webhook, owner, sealed(secret, self._key), hours)
        return IssuedWebhook(**card.model_dump(), secret=secret)

    async def replay(self, webhook: str, owner: Owner, since: str) -> WebhookCard:
        """Send everything after a cursor, a moment or a day again. Raises NotFound, BadRequest, StartOver."""
        row = await self.desk.read(register.row_of, webhook, owner)
        cursor = await self._cursor(Caller(level=row.level), since)
        return await self.desk.write(register.replay_webhook, webhook, owner, cursor)

    async def _cursor(self, caller: Caller, since: str) -> str:
        """A cursor that can be gone on from, of a cursor, `latest`, a moment or a day."""
        cursor = await self.feed.since(caller, since) or ""
        await self.feed.page(caller, cursor, limit=1)
        return cursor

    @property
    def _key(self) -> bytes:
        return self.settings.key.encode()
