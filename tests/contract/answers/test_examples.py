"""Every computed question, asked by its examples on both engines: the answer is of its model, and says when it holds."""

import pytest

from app.errors import InputError
from app.words.sentences import with_sentences
from tests.support.inquiring import Case, cases, reader, unwritten
from tests.support.worlds.sample_world import World

pytestmark = pytest.mark.slow
PLACES = (("handover", "firm"), ("state_owned", "subsidiary"), ("joint_control", "a"))


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
async def test_an_example_is_answered_by_its_model(world: World, case: Case) -> None:
    parties, answered = [world.firm(kind, role) for kind, role in PLACES], 0
    for about in case.asked_about(parties):
        try:
            answer = await case.ask(reader(world), about, parties)
        except InputError as error:
            if error.context["parameter"] not in case.question.subjects:
                raise  # of a party it is not asked about, it says so
            continue
        answered += 1
        assert type(answer) is case.question.answer
        read_back = type(answer).model_validate_json(answer.model_dump_json())
        assert read_back == answer
        assert list(unwritten(answer)) == []
        assert with_sentences(read_back) == answer, "each sentence can be written again from what the answer says as data"
        assert answer.known_at == answer.tick  # type: ignore[attr-defined]
    assert answered
