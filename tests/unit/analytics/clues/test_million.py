"""Departments meeting over the values of a million parties, a million records of them: seconds and memory; by `-m bench`."""

import resource
import time

import numpy as np
import pytest

from app.analytics.clues.meeting import CluePopulation, SharedValues, departments_meeting

PARTIES, RECORDS, VALUES, KNOWN, FAMILIES = 1_000_000, 1_000_000, 1_100_000, 200_000, 15


@pytest.mark.bench
@pytest.mark.parametrize("known", [KNOWN, PARTIES])
def test_a_million_records(known: int) -> None:
    drawn = np.random.default_rng(7)
    sets = np.zeros(PARTIES, np.int64)
    weights = np.array([0.3, 0.2, 0.15, 0.1, *[0.25 / 11] * 11])
    np.bitwise_or.at(sets, drawn.integers(0, known, RECORDS), 1 << drawn.choice(FAMILIES, RECORDS, p=weights))
    drawn.shuffle(sets)
    places = drawn.integers(0, 340 * 20, PARTIES)
    sizes = np.minimum(drawn.zipf(2.2, VALUES), 200)
    values = np.repeat(np.arange(VALUES), sizes)
    shared = SharedValues(values, drawn.integers(0, PARTIES, len(values)), np.full(VALUES, 20))
    population = CluePopulation(sets, np.where(drawn.random(PARTIES) < 0.05, -1, places), places // 220)
    began = time.process_time()
    found = departments_meeting(population, shared, 3, 2_000)
    seconds, peak = time.process_time() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"{len(values):,} pairs, V {found.looked_at:,}, {len(found.meetings):,} meetings: {seconds:.1f} CPU s, {peak:.2f} GB")
    # Nothing is planted: of what chance makes, about so many are listed as are expected by chance.
    assert sum(found.expected(one) <= 1 for one in found.meetings) <= 5
    assert seconds < 60
