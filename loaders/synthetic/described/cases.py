"""Plants the cases that files of invented rows describe: their parties, their rows, and what must hold of them."""

from collections.abc import Mapping
from random import Random

from loaders.synthetic.described.form import Case, CaseParty, CaseRow, Described
from loaders.synthetic.described.values import Content, Party, Scene
from loaders.synthetic.described.writing import DescribedFiles
from loaders.synthetic.planted.planting import BY_CODE, HANGZHOU
from loaders.synthetic.timeline import BY_MONTH, PERIODS
from loaders.synthetic.truth import Truth
from loaders.synthetic.world import names
from loaders.synthetic.world.codes import Codes
from loaders.synthetic.world.model import Firm, Outsider, Person
from loaders.synthetic.world.ordinary import World
from loaders.synthetic.world.places import FORMS, market_regulator
from loaders.synthetic.world.records import RecordWriter

PART, LATE = "cases", "late"
FOUNDED = "2016-05-18"
REGISTERED, LAST_DAY = PERIODS[0].day, PERIODS[-1].day


class DescribedCases:
    """The cases of every described category. Their firms come on top of those that the world was asked for."""

    def __init__(
        self, world: World, records: RecordWriter, files: DescribedFiles, described: Mapping[str, Described], seed: int
    ) -> None:
        self._world, self._records, self._files, self._described = world, records, files, described
        self._codes, self._rng = Codes.apart(seed), Random(f"cases:{seed}")
        self._rows: dict[int, list[tuple[str, str, dict[str, Content]]]] = {}
        self.firms: list[Firm] = []

    def plant(self, truth: Truth) -> None:
        """Make the parties, add each case to the truth, and keep the rows for their deliveries."""
        for name, form in self._described.items():
            for case in form.cases:
                self._plant(name, case, truth)

    def write_period(self, period: int) -> None:
        """Write the rows of one delivery; the register knows the firms from the first."""
        for firm in self.firms if period == 0 else ():
            self._records.enterprise(firm, 0, REGISTERED, part=PART)
        for category, part, values in self._rows.pop(period, ()):
            self._files.write(category, period, part, values)

    def _plant(self, name: str, case: Case, truth: Truth) -> None:
        parties = {role: self._party(party) for role, party in case.parties.items()}
        rows: list[dict[str, Content]] = []
        for at, row in enumerate(case.rows):
            before = rows[row.like] if row.like is not None else {}
            rows.append(self._row(name, row, parties, dict(before), f"{at + 1:05d}"))
        expect = [
            {"party": truth.party(parties[one.party], self.firms[0]), "category": one.category or name}
            | one.model_dump(exclude={"party", "category"}, exclude_defaults=True)
            | {"records": one.records, "level": one.level, "on": one.on or LAST_DAY}
            for one in case.expect
        ]
        named = {role: party for role, party in parties.items() if not isinstance(party, Outsider)}
        truth.case(case.kind, case.story.zh, case.story.en, named, {"records": expect})

    def _party(self, wanted: CaseParty) -> Firm | Person | Outsider:
        if wanted.kind == "person":
            return Person(wanted.name or names.person(self._rng), self._codes.identity(HANGZHOU.code))
        industry, form = BY_CODE[wanted.industry], FORMS[wanted.form]
        full = wanted.name or f"{HANGZHOU.city}{wanted.brand}{industry.word}{form.suffix}"
        if not wanted.registered:
            return Outsider(full, "企业")
        firm = Firm(
            self._world.names.take(full),
            uscc=self._codes.uscc(HANGZHOU.code, form.first),
            region=HANGZHOU,
            industry=industry,
            form=form,
            capital=1000,
            established=FOUNDED,
            address=names.address(self._rng, HANGZHOU),
            phone=self._codes.phone(),
            rep=Person(names.person(self._rng), self._codes.identity(HANGZHOU.code)),
            planted=True,
        )
        self.firms.append(firm)
        return firm

    def _row(
        self, name: str, row: CaseRow, parties: Mapping[str, Firm | Person | Outsider], stated: dict[str, Content], number: str
    ) -> dict[str, Content]:
        category, period = row.category or name, BY_MONTH[row.month]
        first = next(party for party in parties.values() if isinstance(party, Firm))
        everybody: dict[str, Party | None] = {"firm": first, "representative": first.rep, **parties}
        form = self._described.get(category)
        sender = row.by or (form.ordinary.by if form and form.ordinary else market_regulator(HANGZHOU))
        scene = Scene(self._rng, everybody, row.day or PERIODS[period].day, "", number, stated)
        sender = sender.format_map(scene)
        scene.by = self._world.departments.get(sender) or sender
        scene.take(row.values)
        acts: dict[str, Content] = {"provider": sender, "day": row.day or "", "action": row.action or ""}
        acts |= {"level": "" if row.level is None else row.level, "flags": int(row.flagged)}
        shared = form and form.ordinary and row.month in form.ordinary.sent and row.action is None and row.level is None
        part = LATE if row.late else "" if shared else PART
        self._rows.setdefault(period, []).append((category, part, acts | scene.stated))
        return scene.stated
