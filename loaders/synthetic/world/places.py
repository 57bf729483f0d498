"""The setting of the sample world: divisions, industries, forms of enterprise and departments."""

from typing import NamedTuple


class Region(NamedTuple):
    """A county-level division."""

    code: str
    province: str
    city: str
    district: str


REGIONS = tuple(
    Region(*line.split())
    for line in """330106 浙江 杭州 西湖区
330110 浙江 杭州 余杭区
330109 浙江 杭州 萧山区
330203 浙江 宁波 海曙区
330206 浙江 宁波 北仑区
330302 浙江 温州 鹿城区
330402 浙江 嘉兴 南湖区
330602 浙江 绍兴 越城区
330702 浙江 金华 婺城区
320102 江苏 南京 玄武区
320508 江苏 苏州 姑苏区
310115 上海 上海 浦东新区
110105 北京 北京 朝阳区
440106 广东 广州 天河区
440305 广东 深圳 南山区
510107 四川 成都 武侯区
420106 湖北 武汉 武昌区
370102 山东 济南 历下区
350203 福建 厦门 思明区
610113 陕西 西安 雁塔区
500112 重庆 重庆 渝北区
340104 安徽 合肥 蜀山区
430104 湖南 长沙 岳麓区
530102 云南 昆明 五华区""".splitlines()
)
RETIRED = Region("330103", "浙江", "杭州", "下城区")


class Industry(NamedTuple):
    """A GB/T 4754-2017 division with the word firms put into their names and a business scope."""

    code: str
    word: str
    scope: str
    weight: int


INDUSTRIES = tuple(
    Industry(a, b, c, int(d))
    for a, b, c, d in (
        line.split()
        for line in """A01 农业 谷物、蔬菜、园艺作物种植与销售 4
C13 食品 食品生产；预包装食品销售 6
C17 纺织 纺织面料、服装织造与加工 6
C26 新材料 化工产品（不含危险品）生产与销售 4
C27 医药 药品生产；药品批发 3
C34 机械 通用设备制造与维修 7
C36 汽车零部件 汽车零部件及配件制造 4
C39 电子 电子元器件、通信设备制造 6
D44 能源 电力、热力生产与供应 2
E47 建筑工程 房屋建筑工程施工 6
E50 装饰 建筑装饰、装修工程 4
F51 贸易 日用百货、机电设备批发；货物进出口 16
F52 商贸 日用品、服装、文具零售 10
G54 物流 道路普通货物运输；仓储服务 5
H62 餐饮管理 餐饮服务；食品销售 7
I64 网络科技 互联网信息服务；软件开发 8
I65 信息技术 软件开发；信息系统集成服务 9
J67 资产管理 受托资产管理（未经批准不得从事吸收存款等业务） 2
K70 置业 房地产开发经营；物业管理 4
L72 企业管理 企业管理咨询；投资咨询；商务信息咨询 9
M73 科技 新材料、新能源技术研究与开发 6
N77 环保 环境污染治理；环保设备销售 3
O80 汽修 机动车修理与维护 4
P83 教育咨询 教育信息咨询（不含培训） 3
Q84 健康管理 健康咨询；医疗器械经营 3
R88 文化传媒 文化艺术交流活动策划；广告发布 5""".splitlines()
    )
)


class EnterpriseForm(NamedTuple):
    """A form of enterprise: its registered type, the end of its name, who represents it, and its share of the world."""

    key: str
    type: str
    suffix: str
    head: str
    first: str
    weight: int


FORMS = {
    f.key: f
    for f in (
        EnterpriseForm("llc", "有限责任公司(自然人投资或控股)", "有限公司", "法定代表人", "91", 52),
        EnterpriseForm("llc_one", "有限责任公司(自然人独资)", "有限公司", "法定代表人", "91", 11),
        EnterpriseForm("llc_corporate", "有限责任公司(法人独资)", "有限公司", "法定代表人", "91", 5),
        EnterpriseForm("state", "有限责任公司(国有独资)", "有限公司", "法定代表人", "91", 1),
        EnterpriseForm("foreign", "有限责任公司(外商投资、非独资)", "有限公司", "法定代表人", "91", 2),
        EnterpriseForm("jsc", "股份有限公司(非上市、自然人投资或控股)", "股份有限公司", "法定代表人", "91", 3),
        EnterpriseForm("listed", "股份有限公司(上市、自然人投资或控股)", "股份有限公司", "法定代表人", "91", 0),
        EnterpriseForm("partnership", "有限合伙企业", "（有限合伙）", "执行事务合伙人", "91", 5),
        EnterpriseForm("sole", "个人独资企业", "", "投资人", "91", 3),
        EnterpriseForm("trader", "个体工商户", "", "经营者", "92", 14),
        EnterpriseForm("coop", "农民专业合作社", "专业合作社", "法定代表人", "93", 2),
        EnterpriseForm("branch", "有限责任公司分公司(自然人投资或控股)", "分公司", "负责人", "91", 2),
    )
}

IN_BUSINESS, DEREGISTERED, REVOKED, PAUSED = "存续", "注销", "吊销，未注销", "歇业"


def market_regulator(region: Region) -> str:
    """The market regulator with whom firms of this division are registered."""
    return f"{region.city}市市场监督管理局"


DEPARTMENT_NAMES = ("市场监督管理局", "生态环境局", "应急管理局", "交通运输局", "卫生健康委员会", "住房和城乡建设局", "税务局")


def departments_of(city: str) -> tuple[str, ...]:
    """The departments of a city that send records, the market regulator first."""
    return tuple(f"{city}市{name}" for name in DEPARTMENT_NAMES)
