"""The page of own risk: for those above the public alone, with a way to the records behind each line."""

import re
from html import unescape

import pytest

from app.settings import Settings
from tests.api.test_pushes import serving_pushes
from tests.support.desk.fines import analyst_key, fined
from tests.support.desk.signed_in import sign_in
from tests.support.worlds.small_group import BELOW

pytestmark = pytest.mark.slow


async def test_an_analyst_goes_from_the_portrait_to_the_ledger_and_on_to_the_records(group: Settings) -> None:
    async with serving_pushes(group) as service:
        await fined(service, BELOW)
        public = await service.client.get(f"/parties/{BELOW}")
        assert "/risk" not in public.text
        assert (await service.client.get(f"/parties/{BELOW}/risk")).status_code in {401, 403}
        analyst = await sign_in(service.client, analyst_key(service))
        portrait = (await analyst.get(f"/parties/{BELOW}")).text
        assert f'href="/parties/{BELOW}/risk"' in unescape(portrait)
        shown = await analyst.get(f"/parties/{BELOW}/risk", params={"as_of": "2026-11-01"})
        assert shown.status_code == 200, shown.text
        text = unescape(shown.text)
        assert "R7 一般处罚" in text
        assert "仅用于确定检查的先后" in text
        assert re.search(rf"/parties/{BELOW}/records\?[^\"]*category=penalty", text)
        english = unescape((await analyst.get(f"/parties/{BELOW}/risk", params={"as_of": "2026-11-01", "lang": "en"})).text)
        assert "R7 penalty general" in english
        later = unescape((await analyst.get(f"/parties/{BELOW}/risk", params={"as_of": "2027-10-08"})).text)
        assert "R7" not in later.split("尚不查找")[0].split("台账", 2)[-1]
