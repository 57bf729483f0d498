"""Draws the holders of ordinary firms: heavy-tailed, without loops, most firms held by people."""

from random import Random

from loaders.synthetic.world import names
from loaders.synthetic.world.model import Department, Firm, Holding, Outsider, Person

NOMINEE = "香港中央结算（代理人）有限公司"
_FOREIGN = ("Northlight Holdings Ltd.", "澜石（香港）有限公司", "Blue Harbor Pte. Ltd.", "暖流国际有限公司")
_COUNTS = (1, 2, 2, 2, 2, 2, 3, 3, 3, 4, 5, 7)


def split(rng: Random, parts: int) -> list[float]:
    """Percentages with at most two decimals that add up to exactly 100."""
    if parts == 1:
        return [100.0]
    weights = [0.15 + rng.random() for _ in range(parts)]
    total = sum(weights)
    whole = rng.random() < 0.7
    hundredths = [max(1, round(w / total * (100 if whole else 10_000))) * (100 if whole else 1) for w in weights[1:]]
    return [(10_000 - sum(hundredths)) / 100, *(h / 100 for h in hundredths)]


def assign_holders(rng: Random, firms: list[Firm], entrepreneurs: list[Person], departments: dict[str, Department]) -> None:
    """Give every ordinary firm its holder list. A holder always precedes the firm it holds, so there are no loops."""
    hubs: list[Firm] = []
    popular: list[Firm] = []
    hub_count = 4 + len(firms) // 2000
    for firm in firms:
        _assign(rng, firm, hubs, popular, entrepreneurs, departments)
        popular.extend(h.holder for h in firm.holders if isinstance(h.holder, Firm))
        if firm.born == 0 and firm.form.key in ("state", "llc", "llc_corporate", "jsc", "listed") and firm.status == "存续":
            if len(hubs) < hub_count:
                hubs.append(firm)
            popular.append(firm)


def _assign(
    rng: Random,
    firm: Firm,
    hubs: list[Firm],
    popular: list[Firm],
    entrepreneurs: list[Person],
    departments: dict[str, Department],
) -> None:
    key = firm.form.key
    if key in ("branch", "trader"):
        return
    if key == "state":
        owner = departments[f"{firm.region.city}市人民政府国有资产监督管理委员会"]
        firm.holders = [Holding(owner, 100.0)]
        return
    if key in ("llc_one", "sole"):
        firm.holders = [Holding(_someone(rng, entrepreneurs), 100.0, paid=_paid(rng))]
        return
    if key == "llc_corporate" and popular:
        firm.holders = [Holding(_company(rng, hubs, popular), 100.0, paid=_paid(rng))]
        return
    count = 5 + int(rng.random() * 4) if key == "coop" else 10 if key == "listed" else _COUNTS[int(rng.random() * len(_COUNTS))]
    holders = _pick(rng, max(count, 2), firm, hubs, popular, entrepreneurs)
    part = 0.4 + rng.random() * 0.3 if key == "listed" else 1
    shares = (round(p * part, 2) for p in split(rng, len(holders)))
    firm.holders = [Holding(h, p, paid=_paid(rng)) for h, p in zip(holders, shares, strict=True)]


def _pick(
    rng: Random, count: int, firm: Firm, hubs: list[Firm], popular: list[Firm], entrepreneurs: list[Person]
) -> list[Firm | Person | Outsider]:
    chosen: list[Firm | Person | Outsider] = []
    if firm.form.key == "foreign":
        chosen.append(Outsider(_FOREIGN[int(rng.random() * len(_FOREIGN))], "境外企业"))
    if firm.form.key == "listed":
        chosen.append(Outsider(NOMINEE, "其他"))
    seen: set[str] = {c.name for c in chosen}
    chance = 0.0 if firm.form.key == "coop" else 0.25
    while len(chosen) < count:
        holder = _company(rng, hubs, popular) if popular and rng.random() < chance else _someone(rng, entrepreneurs)
        if holder.name not in seen:
            seen.add(holder.name)
            chosen.append(holder)
    return chosen


def _company(rng: Random, hubs: list[Firm], popular: list[Firm]) -> Firm:
    if hubs and rng.random() < 0.15:
        return hubs[int(rng.random() ** 2.5 * len(hubs))]
    return popular[int(rng.random() * len(popular))]


def _someone(rng: Random, entrepreneurs: list[Person]) -> Person:
    if rng.random() < 0.1:
        return entrepreneurs[int(rng.random() ** 2 * len(entrepreneurs))]
    return Person(names.person(rng))


def _paid(rng: Random) -> float:
    chance = rng.random()
    return 1.0 if chance < 0.5 else 0.0 if chance < 0.75 else 0.5
