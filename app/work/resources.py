"""What the jobs of a worker work with."""

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

from app.desk.pushes.spool import Spool
from app.engine import Engine
from app.settings import Settings
from loaders.load.run import Loader, loader
from models.catalogue import Catalogue

LEASE_WAIT_SECONDS = 5.0
"""How long a job waits for another writer before it is put back."""


@dataclass(frozen=True, slots=True)
class Resources:
    """The graph with its catalogue, the settings, and the spool of pushes."""

    engine: Engine
    catalogue: Catalogue
    settings: Settings

    @property
    def spool(self) -> Spool:
        """The spool of pushes."""
        return Spool(self.settings.home)

    def loader(self, holder: str) -> AbstractAsyncContextManager[Loader]:
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
