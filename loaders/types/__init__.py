"""The closed set of property types, one module each."""

from collections.abc import Callable

from loaders.types import date, industry, region
from loaders.types.codes import code, dept, org, pid, reg, src, stock, uscc
from loaders.types.figures import integer, money, number, share
from loaders.types.words import address, agent, boolean, choice, email, phone, text, texts
from loaders.values.cells import CellContext, Read
from models.catalogue import Property, TypeName

READERS: dict[TypeName, Callable[[Property, CellContext], Read]] = {
    TypeName.TEXT: text.reader,
    TypeName.TEXTS: texts.reader,
    TypeName.CODE: code.reader,
    TypeName.USCC: uscc.reader,
    TypeName.REG: reg.reader,
    TypeName.ORG: org.reader,
    TypeName.STOCK: stock.reader,
    TypeName.DEPT: dept.reader,
    TypeName.SRC: src.reader,
    TypeName.PID: pid.reader,
    TypeName.DATE: date.reader,
    TypeName.MONEY: money.reader,
    TypeName.SHARE: share.reader,
    TypeName.NUMBER: number.reader,
    TypeName.INTEGER: integer.reader,
    TypeName.BOOLEAN: boolean.reader,
    TypeName.CHOICE: choice.reader,
    TypeName.REGION: region.reader,
    TypeName.INDUSTRY: industry.reader,
    TypeName.ADDRESS: address.reader,
    TypeName.PHONE: phone.reader,
    TypeName.EMAIL: email.reader,
    TypeName.AGENT: agent.reader,
}
"""Readers of one cell by type. `party` reads several cells and stands in `loaders.types.party`."""
