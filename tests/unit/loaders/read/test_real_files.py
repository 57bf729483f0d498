"""Real records through reader and checker: what is accepted, refused, and left a mention. Skipped where they are absent."""

from collections import Counter
from dataclasses import dataclass, field

import pytest

from loaders.catalogue.files import read_catalogue
from loaders.check.checker import RowChecker
from loaders.read import open_tables
from models.statements import Reject, Statement
from tests.support.worlds.real_records import file_of

CATALOGUE = read_catalogue()


@dataclass
class Outcome:
    accepted: int = 0
    flagged: int = 0
    statements: list[Statement] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)

    def schemes(self, role: str) -> Counter[str]:
        return Counter(r.identifier.split(":")[0] for s in self.statements for r in s.refs if r.role == role)

    def values(self, name: str) -> Counter[object]:
        return Counter(s.values.get(name) for s in self.statements)


def load(category: str, file: str, day: str | None = None) -> Outcome:
    checker = RowChecker(CATALOGUE[category], provider="来源", day=day, document=file, secret=b"test")
    outcome = Outcome()
    for table in open_tables(file_of(file)):
        checker.bind(table.headers)
        for raw in table.rows:
            found = checker(raw)
            if isinstance(found, Reject):
                outcome.rejects.append(found)
            else:
                outcome.accepted += 1
                outcome.flagged += bool(found.flags)
                outcome.statements += found.statements
    return outcome


def test_zhejiang_enterprises() -> None:
    found = load("enterprise", "registry/zhejiang_enterprises.csv", "2017-11-01")
    assert (found.accepted, found.flagged, len(found.rejects)) == (478, 0, 0)
    assert found.schemes("party") == {"uscc": 430, "reg": 48}
    assert Counter(len(s.names[0]) - 4 for s in found.statements if s.names[0].startswith("reg:")) == {15: 47, 13: 1}
    assert found.schemes("registration_authority") == {"name": 478}
    assert found.values("local_office")[None] == 0


def test_listed_companies() -> None:
    found = load("listed_company", "listed/stock.csv", "2018-01-01")
    assert (found.accepted, found.flagged, len(found.rejects)) == (3188, 3188, 0)
    assert "stock:000001.SZ" in {s.names[0] for s in found.statements}
    assert len({s.names[0] for s in found.statements}) == 3188


def test_short_and_full_names_with_a_shifted_column() -> None:
    found = load("listed_company", "names/listed_short_full.csv", "2021-10-22")
    assert (found.accepted, len(found.rejects)) == (2270, 0)
    told = Counter(str(s.values["listed_on_told"]) for s in found.statements if "listed_on_told" in s.values)
    assert told.total() == 48, "what stands in place of their day is kept as stated"
    assert all("证券交易所" in place for place in told), told
    assert found.values("full_name")[None] == 0


def test_executives_come_as_a_pair_of_files() -> None:
    persons = load("listed_person", "listed/executive.csv", "2018-01-01")
    assert (persons.accepted, len(persons.rejects)) == (20872, 0)
    assert persons.values("age")[None] == 418, "an age of -1 says nothing"
    posts = load("executive", "listed/executive_stock.csv", "2018-01-01")
    assert (posts.accepted, len(posts.statements), len(posts.rejects)) == (24775, 29073, 0)
    known = {s.names[0] for s in persons.statements}
    assert {r.identifier for s in posts.statements for r in s.refs if r.role == "person"} <= known
    assert not any("/" in str(post) for post in posts.values("post"))


def test_top_ten_holders_join_the_listed_companies() -> None:
    companies = {s.names[0] for s in load("listed_company", "listed/stock.csv", "2018-01-01").statements}
    found = load("listed_holder", "listed/top10_holders_2017.csv")
    assert (found.accepted, len(found.statements), len(found.rejects)) == (7364, 7364, 0)
    assert len({s.id for s in found.statements}) == 7316, "48 rows are told twice"
    owned = {r.identifier for s in found.statements for r in s.refs if r.role == "enterprise"}
    assert len(owned) == 196
    assert len(owned & companies) > 180
    assert found.schemes("holder") == {"name": 7364}, "holders are names, and stay mentions"
    assert all(0 < float(str(share)) <= 1 for share in found.values("share"))
    assert len({s.day for s in found.statements}) == 148


def test_holders_in_another_encoding_and_order() -> None:
    found = load("listed_holder", "listed/top_holders_2018_gbk.csv")
    assert (found.accepted, len(found.rejects)) == (3440, 0)
    assert Counter(s.day for s in found.statements).most_common(1)[0][0] == "2018-12-31"
    assert any(r.name == "香港中央结算(代理人)有限公司" for s in found.statements for r in s.refs)


def test_drug_spot_checks_are_mentions() -> None:
    found = load("spot_check", "inspections/drug_spot_checks.csv", "2018-01-01")
    assert (found.accepted, found.flagged, len(found.rejects)) == (39, 0, 0)
    assert found.schemes("party") == {"name": 39}
    assert len({(s.key, *(r.identifier for r in s.refs)) for s in found.statements}) == 39, "no two findings fall together"
    assert found.values("result") == {"不合格": 39}


def test_the_wrong_category_says_what_is_missing() -> None:
    with pytest.raises(Exception, match="no column for"):
        load("penalty", "inspections/drug_spot_checks.csv", "2018-01-01")
