"""What a difference of relations costs, against the answers that it compares."""

from typing import Any

from app.answers.asking import ask
from app.answers.registry import computed
from app.engine import connect
from app.questions import Questions
from app.settings import Settings
from loaders.catalogue.files import read_catalogue
from models.caller import PUBLIC_LEVEL, Caller
from tests.support.worlds.small_group import ALONE, BELOW, FIRM, HEAD, MIDDLE, OTHER

PARTIES = [HEAD, MIDDLE, FIRM, BELOW, OTHER, ALONE]


async def test_a_difference_of_relations_is_no_dearer_than_two_answers(group: Settings) -> None:
    engine, catalogue, reads = await connect(group), read_catalogue(), 0

    class Counting:
        capabilities = engine.capabilities

        async def read(self, query: str, given: dict[str, Any] | None = None, **more: Any) -> list[dict[str, Any]]:
            nonlocal reads
            reads += 1
            return await engine.read(query, given, **more)

    questions, caller = Questions(catalogue, Counting()), Caller(level=PUBLIC_LEVEL)  # type: ignore[arg-type]

    async def cost(name: str, **given: Any) -> int:
        nonlocal reads
        reads = 0
        question = computed()[name]
        await ask(question, questions, caller, question.parse(given))
        return reads

    try:
        one = await cost("relations.among", parties=PARTIES)
        options: dict[str, Any] = {"of": "relations", "before": "2024-03-01", "after": "2024-12-01"}
        both = await cost("differences.between", party_id=HEAD, **options, parties=",".join(PARTIES[1:]))
    finally:
        await engine.close()
    assert one > 2
    assert both <= 2 * one + 2, "besides, the party itself is looked up on each day"
