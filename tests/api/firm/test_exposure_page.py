"""The page of exposure: for those above the public alone, with the path of each contributor and its records."""

import re
from html import unescape

import pytest

from app.settings import Settings
from tests.api.test_pushes import serving_pushes
from tests.support.desk.fines import analyst_key, fined
from tests.support.desk.signed_in import sign_in
from tests.support.worlds.small_group import BELOW, FIRM

pytestmark = pytest.mark.slow
DAY = {"as_of": "2026-11-01"}


async def test_an_analyst_sees_whose_risk_reaches_a_firm_and_what_it_would_be_without(group: Settings) -> None:
    async with serving_pushes(group) as service:
        key = await fined(service, BELOW)
        for place in ("/parties/{}/exposure", "/v1/parties/{}/exposure"):
            assert (await service.client.get(place.format(FIRM))).status_code in {401, 403}
        told = (await service.client.get(f"/v1/parties/{FIRM}/exposure", params=DAY, headers=key)).json()
        assert (told["id"], told["total"], told["own_risk"]) == (FIRM, 1, 0)
        step = told["contributors"][0]["path"][0]
        assert (step["from"], step["to"], step["kind"]) == (BELOW, FIRM, "holding")
        assert told["exposure"] == pytest.approx(told["contributors"][0]["own_risk"] * step["q"], abs=1e-12)
        assert {one["id"] for one in told["parties"]} >= {BELOW, FIRM}

        analyst = await sign_in(service.client, analyst_key(service))
        assert f'href="/parties/{FIRM}/exposure"' in unescape((await analyst.get(f"/parties/{FIRM}")).text)
        shown = await analyst.get(f"/parties/{FIRM}/exposure", params=DAY)
        assert shown.status_code == 200, shown.text
        text = unescape(shown.text)
        assert re.search(rf"/parties/{BELOW}/ownership\?[^\"]*\" title=\"{re.escape(step['fact'])}\">持股 ", text)
        assert '<svg class="paths"' in text
        assert "仅用于确定检查的先后" in text
        assert f"without_edge={step['fact']}".replace(":", "%3A") in shown.text.replace("&amp;", "&")
        without = unescape(
            (await analyst.get(f"/parties/{FIRM}/exposure", params=DAY | {"without_edge": step["fact"], "lang": "en"})).text
        )
        assert f"edge {step['fact']}: 0.000 (change -" in without
        assert "Strengths" in without or "strengths" in without
        alone = unescape((await analyst.get(f"/parties/{FIRM}/risk", params=DAY)).text)
        assert re.search(rf'href="/parties/{FIRM}/exposure\?as_of=2026-11-01"', alone)
        assert re.search(rf'href="/v1/parties/{FIRM}/risk\?as_of=2026-11-01"', alone)
