"""What the jobs of a worker work with."""

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field

from app.desk.jobs import queue
from app.desk.jobs.kinds import Lane
from app.desk.pushes.spool import Spool
from app.desk.store import Desk
from app.engine import Engine
from app.settings import Settings
from app.work.exporting.files import Exports
from app.work.holding import HeldLoader
from loaders.load.run import Loader, loader
from models.catalogue import Catalogue

LEASE_WAIT_SECONDS = 5.0
"""How long a job waits for another writer before it is put back."""
KEEPING = ("push", "withdraw", "act")
"""The kinds of job that the lease is kept for from one to the next."""


@dataclass(frozen=True, slots=True)
class Resources:
    """The graph with its catalogue, the settings, the spool of pushes and the files of exports."""

    engine: Engine
    catalogue: Catalogue
    settings: Settings
    held: HeldLoader = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "held", HeldLoader(self.engine, self._loader))

    @property
    def spool(self) -> Spool:
        """The spool of pushes."""
        return Spool(self.settings.home)

    @property
    def exports(self) -> Exports:
        """The files of exports."""
        return Exports(self.settings.home)

    def writing(self, holder: str, desk: Desk) -> AbstractAsyncContextManager[Loader]:
        """A loader for the time of a block; it keeps the lease for the next such job of the desk. Raises LeaseHeld."""
        return self.held.use(holder, lambda: desk.read(queue.is_due, Lane.WRITE.value, KEEPING))

    def _loader(self, holder: str) -> AbstractAsyncContextManager[Loader]:
        """A loader that holds the writer lease for the time of a block. Raises LeaseHeld where another writer goes on."""
        return loader(
            self.engine,
            self.catalogue,
            secret=self.settings.key.encode(),
            rejects=self.settings.home / "rejects",
            keep=self.settings.rejects_days,
            changes_days=self.settings.changes_days,
            holder=holder,
            ttl=self.settings.lease_seconds,
            wait=LEASE_WAIT_SECONDS,
        )
