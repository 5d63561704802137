"""Every problem has a sentence that can be completed."""

import string

import pytest

from recommendations.importing import problems
from recommendations.importing.models import sentence
from recommendations.importing.problems import documents, files, plans
from recommendations.importing.problems import tables as problems_of_tables


@pytest.mark.parametrize("code", problems.MESSAGES)
def test_a_sentence_is_completed_by_its_details(code):
    wanted = {name for _, name, _, _ in string.Formatter().parse(problems.MESSAGES[code]) if name}
    problem = problems.problem(code, page=3, where="118.5", **dict.fromkeys(wanted, "Ω"))
    assert problem.code == code
    assert problem.severity == problems.SEVERITIES[code]
    assert (problem.page, problem.where) == (3, "118.5")
    assert problem.message.endswith((".", "”", "?"))
    assert "{" not in problem.message
    assert problem.message.count("Ω") >= len(wanted)


@pytest.mark.parametrize("code", [code for code, said in problems.MESSAGES.items() if "{count}" in said])
def test_one_thing_is_not_spoken_of_as_several(code):
    wanted = {name for _, name, _, _ in string.Formatter().parse(problems.MESSAGES[code]) if name}
    told = [
        problems.problem(code, **{**dict.fromkeys(wanted, "Ω"), "count": count}).message for count in (1, 2)
    ]

    assert told[0] != told[1].replace("2", "1")
    assert told[0] == sentence(code, {**dict.fromkeys(wanted, "Ω"), "count": "1"})
    assert told[1] == sentence(code, {**dict.fromkeys(wanted, "Ω"), "count": "2"})


def test_no_code_stands_in_two_tables():
    tables = (files.FILES, documents.DOCUMENTS, problems_of_tables.TABLES, plans.PLANS)
    assert sum(len(table) for table in tables) == len(problems.MESSAGES)


def test_a_detail_that_the_sentence_needs_may_not_be_missing():
    with pytest.raises(KeyError):
        problems.problem("no-state")


def test_an_unknown_code_is_no_problem():
    with pytest.raises(KeyError):
        problems.problem("no-such-code")
