"""The catalogue over HTTP: list, filters, one category, workbooks; and its pages."""

from io import BytesIO
from pathlib import Path
from typing import cast

import httpx
import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from loaders.catalogue.files import read_catalogue
from loaders.check.checker import RowChecker
from loaders.load.reading import checked
from loaders.read import open_tables
from models.catalogue_answers import CategoryCards, CategoryDetail

CATALOGUE = read_catalogue()
HTML = {"accept": "text/html"}


async def listed(served: httpx.AsyncClient, **query: str) -> CategoryCards:
    answer = await served.get("/v1/catalogue", params=query)
    assert answer.status_code == 200
    return CategoryCards.model_validate(answer.json())


async def test_a_category_is_found_by_its_title(served: httpx.AsyncClient) -> None:
    for place in ("/v1/catalogue/{}", "/v1/catalogue/{}/template.xlsx"):
        by_name, by_title = [await served.get(place.format(text)) for text in ("penalty", "行政处罚")]
        assert by_title.status_code == 200
        assert by_title.headers.get("content-disposition") == by_name.headers.get("content-disposition")
    assert (await served.get("/v1/catalogue/行政处罚")).json()["name"] == "penalty"
    assert (await served.get("/v1/catalogue/penaltyy")).json()["did_you_mean"] == "penalty"


async def test_the_list_says_who_sends_what_and_how_much_there_is(served: httpx.AsyncClient) -> None:
    cards = await listed(served)
    assert [one.name for one in cards.items] == list(CATALOGUE.categories)
    groups = {one.name: one for one in cards.groups}
    assert sum(one.categories for one in groups.values()) == cards.total == len(CATALOGUE.categories)
    assert groups["registration"].loaded == sum(1 for one in cards.items if one.group == "registration" and one.held)
    by_name = {one.name: one for one in cards.items}
    shareholder = by_name["shareholder"]
    assert shareholder.held
    assert (shareholder.held.batches > 0, (shareholder.held.rows or 0) > 0) == (True, True)
    assert shareholder.loaded_to == shareholder.held.loaded_to
    assert (shareholder.due and shareholder.due.working_days, shareholder.version) == (20, CATALOGUE["shareholder"].version)
    assert (by_name["penalty"].held, by_name["penalty"].withheld) == (None, None)
    assert (by_name["tax_audit"].held, by_name["tax_audit"].withheld) == (None, True)


async def test_it_is_filtered_by_group_level_and_word(served: httpx.AsyncClient) -> None:
    courts = {one.name for one in (await listed(served, group="courts")).items}
    assert courts == set(next(g for g in CATALOGUE.groups if g.name == "courts").categories)
    assert {one.level for one in (await listed(served, level="1")).items} == {1}
    assert [one.name for one in (await listed(served, q="罚款金额(万元)")).items] == ["penalty"]
    both = (await listed(served, group="courts", level="1")).items
    assert {one.name for one in both} == {name for name in courts if CATALOGUE[name].level == 1}
    assert (await listed(served, group="nothing")).items == ()
    assert (await served.get("/v1/catalogue", params={"level": "4"})).status_code == 422


@pytest.mark.parametrize("name", ["penalty", "shareholder", "tax_audit"])
async def test_one_category_with_its_headers(served: httpx.AsyncClient, name: str) -> None:
    answer = (await served.get(f"/v1/catalogue/{name}")).json()
    detail = CategoryDetail.model_validate(answer)
    assert detail.changes == CATALOGUE[name].changes
    assert [one["name"] for one in answer["understood"]] == [prop.name for prop in CATALOGUE[name].properties]
    assert detail.properties == CATALOGUE[name].properties
    assert "_provider" in answer["reserved"]
    assert (await served.get(answer["template"])).status_code == 200


@pytest.mark.parametrize(("language", "header"), [("zh", "行政处罚决定书文号"), ("en", "decision_no")])
async def test_a_workbook_is_filled_in_and_read(served: httpx.AsyncClient, tmp_path: Path, language: str, header: str) -> None:
    answer = await served.get("/v1/catalogue/penalty/template.xlsx", params={"language": language})
    assert answer.headers["content-disposition"] == 'attachment; filename="penalty.xlsx"'
    book = openpyxl.load_workbook(BytesIO(answer.content))
    sheet = cast(Worksheet, book.worksheets[0])
    headers = [str(cell.value) for cell in sheet[1]]
    filled = {header: "杭罚1号", "处罚决定日期": "2024-03-20", "decided_on": "2024-03-20", "行政相对人名称": "甲公司"}
    filled |= {"处罚机关名称": "某局", "party_name": "甲公司", "authority_name": "某局"}
    sheet.append([filled.get(one) for one in headers])
    book.save(path := tmp_path / "penalty.xlsx")
    checker = RowChecker(CATALOGUE["penalty"], document=path.name, secret=b"secret", provider="甲局")
    (chunk,) = checked(open_tables(path, path.name), checker)
    assert (chunk.rejects, [row.statements[0].values["decision_no"] for row in chunk.rows]) == ([], ["杭罚1号"])


async def test_there_is_no_workbook_of_what_is_no_category(served: httpx.AsyncClient) -> None:
    assert (await served.get("/v1/catalogue/nothing/template.xlsx")).status_code == 404
    assert (await served.get("/v1/catalogue/penalty/template.xlsx?language=fr")).status_code == 422


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_the_page_of_all_categories(served: httpx.AsyncClient, lang: str) -> None:
    page = (await served.get("/catalogue", params={"lang": lang}, headers=HTML)).text
    titles = [*(one.title for one in CATALOGUE.categories.values()), *(one.title for one in CATALOGUE.groups)]
    assert all(getattr(title, lang) in page for title in titles)
    found = (await served.get("/catalogue", params={"lang": lang, "q": "罚款金额（万元）"}, headers=HTML)).text
    assert getattr(CATALOGUE["penalty"].title, lang) in found
    assert "/catalogue/shareholder" not in found
    hostile = (await served.get("/catalogue", params={"lang": lang, "q": "<script>"}, headers=HTML)).text
    assert "<script>" not in hostile


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", sorted(CATALOGUE.categories))
async def test_the_page_of_a_category(served: httpx.AsyncClient, name: str, lang: str) -> None:
    answer = await served.get(f"/catalogue/{name}", params={"lang": lang}, headers=HTML)
    assert answer.status_code == 200
    category = CATALOGUE[name]
    for text in [category.title, *(prop.title for prop in category.properties), *(change.what for change in category.changes)]:
        assert _escaped(getattr(text, lang)) in answer.text
    assert f"/v1/catalogue/{name}/template.xlsx" in answer.text
    assert f"/v1/records/{name}?dry_run=true" in answer.text


async def test_who_may_not_send_is_led_to_sign_in(served: httpx.AsyncClient) -> None:
    page = (await served.get("/catalogue/penalty", headers=HTML)).text
    assert "/sign-in?next=%2Fentry%2Fpenalty" in page
    assert 'href="/entry/penalty"' not in page


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("'", "&#39;").replace('"', "&#34;")
