"""Invented names of people, firms and places."""

from random import Random

from loaders.synthetic.world.places import EnterpriseForm, Industry, Region

_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾"
    "丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤"
    "尹黎易常武乔贺赖龚文"
)
_COMPOUND = ("欧阳", "司徒", "上官", "诸葛", "夏侯", "慕容")
_GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰萍红建国志远晓东宇轩梓涵欣怡子墨浩然思"
    "源雨桐佳琪俊熙文博嘉诚泽楷若曦诗雅海燕春梅立新永康德胜"
)
_BRAND = "砾禾岚泓屿沐珩芃昱澈榕筱铎炘垚昶湛骁翊赟笙烁霁樾荟钰阡陌瀚旻晗琮珞璟祺睿甄铭沣衍沅泊麓岑霖澜泽溪杉梧桐栎枫葭蔚"
_STREETS = (
    "望江路",
    "丰潭路",
    "文汇路",
    "云栖路",
    "青枫街",
    "学知路",
    "栖霞街",
    "和畅路",
    "临湖路",
    "工业大道",
    "创新路",
    "永宁街",
)
_PARKS = ("云谷科创园", "未来创业大厦", "星火众创空间", "启航孵化园", "东湖企业港")


def person(rng: Random) -> str:
    """A person's name of two to four characters."""
    surname = _COMPOUND[int(rng.random() * 6)] if rng.random() < 0.01 else _SURNAMES[int(rng.random() * len(_SURNAMES))]
    given = _GIVEN[int(rng.random() * len(_GIVEN))]
    if rng.random() < 0.8:
        given += _GIVEN[int(rng.random() * len(_GIVEN))]
    return surname + given


class FirmNames:
    """Makes a unique name for each firm: region, brand, industry and form."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, name: str) -> str:
        """Reserve a name so that nobody else gets it."""
        self._taken.add(name)
        return name

    def fresh(self, rng: Random, region: Region, industry: Industry, form: EnterpriseForm) -> str:
        """A new name that no firm has yet."""
        while True:
            brand = "".join(_BRAND[int(rng.random() * len(_BRAND))] for _ in range(2 if rng.random() < 0.35 else 3))
            name = _compose(brand, rng, region, industry, form)
            if name not in self._taken:
                self._taken.add(name)
                return name


def _compose(brand: str, rng: Random, region: Region, industry: Industry, form: EnterpriseForm) -> str:
    if form.key == "state":
        return f"{region.city}{brand}国有资本投资集团有限公司"
    if form.key == "trader":
        shop = ("小吃店", "便利店", "理发店", "五金店", "水果店", "服装店")[int(rng.random() * 6)]
        return f"{region.city}市{region.district}{brand}{shop}"
    if form.key == "coop":
        crop = ("果蔬", "茶叶", "水稻", "家禽", "花卉")[int(rng.random() * 5)]
        return f"{region.city}{brand}{crop}专业合作社"
    if form.key == "sole":
        return f"{region.city}{brand}{industry.word}厂"
    if form.key == "partnership":
        return f"{region.city}{brand}企业管理合伙企业（有限合伙）"
    place = region.province if rng.random() < 0.12 and region.province != region.city else region.city
    return f"{place}{brand}{industry.word}{form.suffix}"


def address(rng: Random, region: Region) -> str:
    """An address that no other firm has."""
    street = _STREETS[int(rng.random() * len(_STREETS))]
    number, room = int(rng.random() * 998) + 1, int(rng.random() * 30) * 100 + int(rng.random() * 28) + 101
    return f"{region.province}省{region.city}市{region.district}{street}{number}号{room}室".replace(f"{region.city}省", "")


def incubator(region: Region) -> str:
    """The address that the many small firms of a division share."""
    park = _PARKS[int(region.code) % len(_PARKS)]
    return f"{region.province}省{region.city}市{region.district}创新路88号{park}1幢101室".replace(f"{region.city}省", "")
