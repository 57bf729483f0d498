"""What a person controlled over time: over HTTP, on the person's page and on the command line."""

import httpx

from app.settings import Settings
from tests.api.test_inquiring import HTML, Command, document, quanjing, said
from tests.support.worlds import small_group
from tests.support.worlds.small_group import BELOW, FIRM, HEAD, MIDDLE, person

__all__ = ["quanjing", "said"]
OWNER = person(small_group.OWNER, HEAD)


async def test_controls_over_time_by_http(served: httpx.AsyncClient) -> None:
    answer = (await served.get(f"/v1/parties/{OWNER}/controls-over-time")).json()
    lasting = {one["id"] for one in answer["controls"] if one["until"] is None}
    assert {HEAD, MIDDLE, FIRM} <= lasting
    former = [one for one in answer["controls"] if one["until"] is not None]
    assert [one["id"] for one in former] == [BELOW]
    assert former[0]["since"] < former[0]["until"] <= small_group.LATER
    assert answer["total"] == answer["shown"] == len(answer["controls"])
    assert all(one["because"] or one["jointly"] for one in answer["controls"])
    control = (await served.get(f"/v1/parties/{OWNER}/controllers")).json()
    assert {one["id"] for one in control["controls"]} == lasting
    wrong = await served.get(f"/v1/parties/{OWNER}/controls-over-time?days=0")
    assert wrong.status_code == 422
    assert (await served.get("/v1/parties/uscc:none/controls-over-time")).status_code == 404


async def test_the_page_of_a_person_tells_them(served: httpx.AsyncClient) -> None:
    for lang, title in (("zh", "控制沿革"), ("en", "Controls over time")):
        text = (await served.get(f"/parties/{OWNER}?lang={lang}", headers=HTML)).text
        section = text.partition('id="controls"')[2].partition("</section>")[0]
        assert title in section
        assert HEAD in section
    nobody = (await served.get(f"/parties/{person(small_group.RIVAL, FIRM)}", headers=HTML)).text
    assert 'id="controls"' not in nobody


def test_on_the_command_line(quanjing: Command, group: Settings) -> None:
    answer = document(quanjing("controls-over-time", OWNER, "--json"))
    assert HEAD in {one["id"] for one in answer["controls"]}
    code, text = quanjing("controls-over-time", OWNER)
    assert code == 0
    assert "since" in text
