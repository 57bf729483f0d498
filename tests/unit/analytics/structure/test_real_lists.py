"""The largest holders of real listed companies, of two years: what counts, who does not own, and what adds up."""

import csv
from collections import defaultdict

import pytest

from app.analytics.ownership.look_through import look_down, look_up
from app.analytics.structure.lists import choose_lists
from app.analytics.structure.network import Basis, Bounds, Form, HeldRow, ListState, Network, Party
from models.answers.ownership import End
from tests.support.worlds.real_records import file_of


def networks(file: str, encoding: str) -> dict[str, Network]:
    """The lists of a file, one network a day: a holder is his name, a company its stock code."""
    rows: dict[str, list[HeldRow]] = defaultdict(list)
    with file_of(f"listed/{file}").open(encoding=encoding, newline="") as lines:
        for number, line in enumerate(csv.DictReader(lines)):
            share = float(line["hold_ratio"]) / 100
            day, holder, firm = line["end_date"], f"name:{line['holder_name']}", f"stock:{line['ts_code']}"
            rows[day].append(HeldRow(holder, firm, "top_ten", "exchange", day, str(number), Bounds(share, share)))
    return {
        day: Network(
            {r.enterprise: Party(r.enterprise, "Enterprise", form=Form.LISTED) for r in some}
            | {r.holder: Party(r.holder, "Mention", r.holder.removeprefix("name:")) for r in some},
            tuple(some),
        )
        for day, some in rows.items()
    }


def test_top_ten_lists_of_one_year() -> None:
    lists = repeated = 0
    for network in networks("top10_holders_2017.csv", "utf-8").values():
        structure = choose_lists(network, Basis.SUBSCRIBED)
        for firm, held in structure.lists.items():
            lists += 1
            rows = [r for r in network.rows if r.enterprise == firm]
            stated = sum(r.share.low for r in rows if r.share)
            repeated += len(held.stakes) < len(rows)
            assert held.state is ListState.PARTIAL
            assert abs(sum(s.bounds.low for s in held.stakes) - stated) < 1e-9, "rows of one list add"
            assert abs(held.residual.low - (1 - stated)) < 1e-9, "the rest is unknown"
            found = look_up(structure, firm)
            assert abs(sum(end.share for end in found.ends) - 1) < 1e-9
            for owner in found.owners:
                assert owner.direct is not None
                assert owner.integrated == pytest.approx(owner.direct / (1 - found.own_share)), "own shares fall to the others"
            assert all(o.form != Form.NOMINEE for o in found.owners)
            nominees = sum(n.integrated or 0 for n in found.nominees)
            assert nominees == pytest.approx(sum(e.share for e in found.ends if e.end is End.NOMINEE))
            clearing = sum(r.share.low for r in rows if r.share and "香港中央结算" in r.holder)
            assert nominees >= clearing - 1e-9
    assert lists > 800
    assert repeated >= 30, "some lists name a holder twice"


def test_single_observations_of_another_year_are_no_whole() -> None:
    days = networks("top_holders_2018_gbk.csv", "gb18030")
    network = days["20181231"]
    structure = choose_lists(network, Basis.SUBSCRIBED)
    assert len(structure.lists) > 3000
    assert {held.state for held in structure.lists.values()} == {ListState.PARTIAL}
    clearing = next(p for p in structure.parties.values() if p.name and p.name.startswith("香港中央结算"))
    assert clearing.form is Form.NOMINEE
    assert look_down(structure, clearing.id).holdings == ()
