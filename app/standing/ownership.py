"""The standing analysis of ownership: ultimate controllers, heads of groups, and owners of at least 1 % of each enterprise."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from app.analytics.bulk.analysed import Analysed, analyse
from app.analytics.bulk.control import majority
from app.analytics.structure.bare_names import apart
from app.analytics.structure.network import Network
from app.answers.problems import as_problems
from app.answers.reading.session import Reader
from app.rules.precedence import DEFAULT
from app.standing.analysis import Finding, Inputs, Progress, Results, StandingAnalysis
from app.standing.premises import digest_of_catalogue, digest_of_files
from app.standing.results import PAGE
from loaders.store.queries import query
from models.catalogue import Catalogue
from models.rule_sets import RuleSet

METHOD = 4
"""Version of the computation: raised where the same graph would give other results than before."""


@dataclass(frozen=True, slots=True)
class OwnershipInputs(Inputs):
    """Holder lists and roles of enterprises, with all that stands above them.

    `alone` are the parties that only the text of a registration names.
    """

    network: Network
    alone: frozenset[str]


class Ownership(StandingAnalysis[OwnershipInputs]):
    """Ultimate controllers, heads of groups and integrated shares, by one rule set of a majority.

    An enterprise's results follow from what stands above it: a change affects the enterprise and all that stands below.

    Raises:
        InputError: the rule set is not one of majority control.
    """

    name = "ownership"
    kinds = ("Enterprise", "Organisation", "Department")
    figures = ("share_min", "share_max")
    values = ("within", "closed")

    def __init__(self, catalogue: Catalogue, rules: RuleSet) -> None:
        with as_problems():
            majority(rules)
        self._catalogue = catalogue
        self._rules = rules

    @property
    def method(self) -> Mapping[str, str]:
        """The rules, which lists are preferred, how registered types and names are read, and the catalogue."""
        method = f"{METHOD} {digest_of_files()} {digest_of_catalogue(self._catalogue)}"
        return {"rules": self._rules.model_dump_json(), "precedence": DEFAULT, "method": method}

    @property
    def changes(self) -> str:
        """Parties with another list, role, head office, name, form or identity."""
        return query("ownership_changes")

    async def affected(self, reader: Reader, changed: Collection[str]) -> Collection[str] | None:
        """The changed parties and all that stands below them; None where that is too much to read."""
        below = await reader.down(changed)
        return None if reader.cut else below

    async def read(self, reader: Reader, before: Mapping[str, Results], *, whole: bool, progress: Progress) -> OwnershipInputs:
        """The lists and roles of these enterprises and of all that stands above them, with bare names distinguished."""
        if whole:
            ids = sorted(before)
            for i in range(0, len(ids), PAGE):
                await reader.level(ids[i : i + PAGE])
                progress(f"read {min(i + PAGE, len(ids))} of {len(ids)} enterprises")
        else:
            await reader.up(before)
            progress(f"read {len(before)} enterprises that stand below them, and what stands above")
        network = apart(await reader.network(people=False), 1)
        return OwnershipInputs(network.size, len(network.parties), network.cut, network, reader.registered_alone)

    def work_out(self, inputs: OwnershipInputs) -> Mapping[str, Results]:
        """The results about each enterprise of the network."""
        analysed_all = analyse(inputs.network, self._rules)
        return {enterprise: _results(analysed, inputs.alone) for enterprise, analysed in analysed_all.items()}


def _results(analysed: Analysed, alone: Collection[str]) -> Results:
    findings = tuple(Finding(one.kind, one.holder, (one.low, one.high), one.holder in alone) for one in analysed.results)
    values = {name: value for name, value in (("within", analysed.within), ("closed", analysed.closed)) if value}
    return Results(analysed.fingerprint, findings, values)
