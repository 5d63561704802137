"""Bad files are refused with a sentence or survived, in little time and memory. Grouped in `corpus`."""

import multiprocessing
import resource

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recommendations.importing import problems, readers
from tests.recommendations.importing import corpus

MEMORY = 600_000_000
"""Bytes that reading may ask for beyond what the process has."""

SECONDS = 30
"""Of the processor: what any of these files takes at most."""


def outcome(data, reference):
    """Tell what becomes of a file: (refused, the codes of its problems, how many records it has)."""
    try:
        reading = readers.read(data, reference)
    except readers.UnreadableDocument as error:
        return True, {error.problem.code}, 0
    records = len(reading.recommendations) + len(reading.responses) + len(reading.pledges)
    return False, {problem.code for problem in reading.problems}, records


def in_a_small_room(data, reference):
    """Read a file in a process of its own, which is stopped beyond its memory and time."""
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)

    def work():
        taken = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()  # noqa: SIM115, PTH123
        resource.setrlimit(resource.RLIMIT_AS, (taken + MEMORY, taken + MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        there.send(outcome(data, reference))

    process = context.Process(target=work)
    process.start()
    there.close()
    try:
        return here.recv()
    except EOFError:
        pytest.fail(f"The reader was stopped: exit status {process.exitcode}")
    finally:
        process.join()


@pytest.mark.parametrize("bad", corpus.CORPUS, ids=str)
def test_a_bad_file_is_refused_or_survived(bad, reference):
    refused, codes, records = in_a_small_room(bad.make(), reference)

    assert refused == bad.refused
    if refused:
        assert codes <= bad.codes
    else:
        assert records > 0
        assert codes & bad.codes or bad.codes == {""}


def test_every_rule_has_its_files():
    rules = {value for name, value in vars(corpus).items() if name.isupper() and str(value).startswith("A ")}
    assert {bad.rule for bad in corpus.CORPUS} >= rules


def test_good_files_are_read_in_the_same_room(reference):
    """So that the corpus shows what is bad about a file, and not the room that it is read in."""
    for data in (corpus.report(), corpus.thematic_list(), corpus.workbook(), corpus.table(), corpus.export()):
        refused, codes, records = in_a_small_room(data, reference)
        assert (refused, records) == (False, 1), codes


GOOD = {
    "report": corpus.report(),
    "thematic list": corpus.thematic_list(),
    "workbook": corpus.workbook(),
    "table": corpus.table(),
    "export": corpus.export(),
}


@settings(deadline=None, max_examples=60)  # a busy machine is no fault of a reader
@given(
    name=st.sampled_from(sorted(GOOD)),
    wrong=st.lists(st.tuples(st.floats(0, 0.999), st.binary(min_size=1, max_size=6)), max_size=6),
    share=st.floats(0.2, 1),
)
def test_whatever_happens_to_its_bytes_a_file_is_read_or_refused(name, wrong, share, reference):
    data = bytearray(GOOD[name])
    for place, written in wrong:
        start = int(len(data) * place)
        data[start : start + len(written)] = written
    _, codes, _ = outcome(bytes(data[: int(len(data) * share)]), reference)
    assert codes <= set(problems.MESSAGES)
