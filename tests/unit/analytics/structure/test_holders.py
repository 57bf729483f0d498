"""Holders in lists that are not owners, recognised by how their names are written."""

import csv

import pytest

from app.analytics.structure.holders import is_own_account, recognise, with_form
from app.analytics.structure.network import Form, Party
from tests.support.worlds.real_records import file_of

NOMINEES = [
    "香港中央结算（代理人）有限公司",
    "香港中央结算有限公司（陆股通）",
    "HKSCC NOMINEES LIMITED",
    "甲乙证券股份有限公司客户信用交易担保证券账户",
    "甲乙证券公司信用担保户",
    "甲乙证券股份有限公司约定购回专用账户",
    "中国证券金融股份有限公司转融通担保证券账户",
    "某某集团-甲乙证券-17某某EB担保及信托财产专户",
    "某某集团有限公司-2016年非公开发行可交换公司债券质押专户",
    "甲乙资产管理（香港）有限公司－客户资金",
    "ALPHA VICKERS (HONG KONG) LTD A/C CLIENTS",
]
PRODUCTS = [
    "稳岭基金管理有限公司－稳岭成长混合型证券投资基金",
    "某某银行股份有限公司—稳岭成长混合型证券投资基金(LOF)",
    "全国社保基金一一三组合",
    "基本养老保险基金八零二组合",
    "甲乙人寿保险股份有限公司-分红-个人分红-005L-FH002深",
    "甲乙财产保险股份有限公司传统产品",
    "某某股份有限公司-第一期员工持股计划",
    "某某公司企业年金计划-某某银行股份有限公司",
    "甲乙信托有限责任公司-甲乙信托·聚利36号单一资金信托",
    "甲乙基金-某某银行-王某某",
    "甲乙基金-某某银行-丙丁投资合伙企业(有限合伙)",
    "甲乙资产管理有限公司-甲乙1号私募基金",
    "中证500交易型开放式指数证券投资基金",
    "ALPHA EMERGING MARKETS EQUITY FUND, L.P.",
]
OTHERS = [
    "王某某",
    "甲乙投资有限公司",
    "甲乙基金管理有限公司",
    "甲乙信托有限责任公司",
    "甲乙股权投资基金合伙企业(有限合伙)",
    "甲乙股权投资基金(有限合伙)",
    "某某国有企业结构调整基金股份有限公司",
    "某某教育基金会",
    "某某担保集团有限公司",
    "某某农产品股份有限公司",
    "某某人寿保险股份有限公司-自有资金",
    "某某保险(集团)股份有限公司-集团本级-自有资金",
    "某某中央银行-自有资金",
    "杭州市人民政府国有资产监督管理委员会",
    "STYLE-SUCCESS LIMITED",
    "ALPHA FUNDING LIMITED",
    "某某股份有限公司回购专用证券账户",
]


@pytest.mark.parametrize("name", NOMINEES)
def test_accounts_that_hold_for_others(name: str) -> None:
    assert recognise(name) is Form.NOMINEE


@pytest.mark.parametrize("name", PRODUCTS)
def test_products_are_not_their_manager(name: str) -> None:
    assert recognise(name) is Form.PRODUCT


@pytest.mark.parametrize("name", OTHERS)
def test_firms_people_and_states_are_left_alone(name: str) -> None:
    assert recognise(name) is None


def test_own_accounts() -> None:
    assert is_own_account("某某股份有限公司回购专用证券账户")
    assert is_own_account("某某股份有限公司回购专户")
    assert not is_own_account("甲乙证券股份有限公司约定购回专用账户")


def test_the_form_a_name_gives_away() -> None:
    nominee = "香港中央结算(代理人)有限公司"
    assert with_form(Party("a", "Mention", nominee)).form is Form.NOMINEE
    assert with_form(Party("a", "Enterprise", nominee, Form.COMPANY)).form is Form.NOMINEE
    product = "甲乙资产管理有限公司-甲乙1号私募基金"
    assert with_form(Party("a", "Mention", product)).form is Form.PRODUCT
    assert with_form(Party("a", "Enterprise", product, Form.PARTNERSHIP)).form is Form.PARTNERSHIP
    person = Party("p", "Person", "代理人", Form.PERSON)
    assert with_form(person) is person
    nameless = Party("x", "Mention")
    assert with_form(nameless) is nameless


def test_the_holders_of_real_listed_companies() -> None:
    """Every margin or clearing account is a nominee; a name without a dash that ends like a firm's is neither."""
    names = set()
    for file, encoding in (("top10_holders_2017.csv", "utf-8"), ("top_holders_2018_gbk.csv", "gb18030")):
        with file_of(f"listed/{file}").open(encoding=encoding, newline="") as lines:
            names |= {line["holder_name"] for line in csv.DictReader(lines)}
    forms = {name: recognise(name) for name in names}
    assert all(forms[n] is Form.NOMINEE for n in names if "担保证券账户" in n or "中央结算" in n)
    assert all(forms[n] is Form.PRODUCT for n in names if n.endswith(("计划", "证券投资基金", "组合", "资金信托")))
    assert all(forms[n] is None for n in names if n.endswith("有限公司") and "-" not in n and "(代理人)" not in n)
    assert all(forms[n] is None for n in names if n.endswith("自有资金"))
    counts = {form: sum(f is form for f in forms.values()) for form in (Form.NOMINEE, Form.PRODUCT)}
    assert counts[Form.NOMINEE] >= 25
    assert counts[Form.PRODUCT] >= 900
