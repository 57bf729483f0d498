"""Reads what risk may pass over between all parties of a graph, or within some links of some of them, however weak it is."""

from collections.abc import Collection
from functools import partial

from app.analytics.risk.material import RiskMaterial
from app.analytics.risk.strengths import neighbours
from app.answers.reading.exposure import RiskReading
from app.answers.reading.session import Reader
from app.answers.reading.working import worked_out

MOST_BELOW = 200_000
"""How many links of a kind are read of one party."""


class RiskOfMany(RiskReading):
    """What is read around many parties, or of all, at one tick: nothing is left out as too weak, nor for want of room.

    It goes on from where it was: what was read once is not read again.
    """

    def __init__(self, reader: Reader) -> None:
        super().__init__(reader, ())
        self.most_below = MOST_BELOW

    async def everybody(self, parties: Collection[str]) -> RiskMaterial:
        """All links and records of these parties, which are all that there are."""
        await self._begin(parties)
        await self._look(set(parties))
        await worked_out(self.network.size, self._link)
        return await worked_out(self.network.size, self._material)

    async def around(self, parties: Collection[str], hops: int) -> tuple[frozenset[str], RiskMaterial]:
        """These parties and all that so many links join to them, with all links and records of each of these.

        No way leads through who passes no risk of others on, but from such a party itself one does.
        """
        await self._begin(parties)
        found, level = set(parties), set(parties)
        for hop in range(hops + 1):
            if unread := level - self._read:
                await self._look(unread)
            near = await worked_out(self.network.size, partial(self._near, level, frozenset(parties)))
            if hop < hops:
                level = near - found
                found |= level
        return frozenset(found), await worked_out(self.network.size, self._material)

    def _near(self, level: Collection[str], first: Collection[str]) -> set[str]:
        """Whom links join to a level; `first` are those from whom ways lead, whoever they are."""
        self._link()
        joined = neighbours(self._all_links())
        return {other for one in level if one in first or one not in self._stops for other in joined.get(one, ())}

    def _pass_own_alone(self, members: Collection[str], *, by_firms: bool) -> set[str]:
        """Nobody: every party is asked about, and who passes nothing on receives all the same."""
        return set()
