"""Action categories of Cambodia's recommendations against UPR Info's guide."""

import pytest

from recommendations.models import ActionRule
from tests.cambodia import REVIEWS, recommendations

#: The verbs that the guide of October 2014 names (7-formats.md, D1).
GUIDE = {
    1: "call on, seek, share",
    2: "continue, maintain, persevere, persist, pursue",
    3: "analyse, consider, envisage, envision, examine, explore, reflect upon, revise, review, study",
    4: "accelerate, address, encourage, engage with, ensure, guarantee, intensify, promote, speed up, "
    "strengthen, take action, take measures, take steps",
    5: "conduct, develop, eliminate, establish, investigate, undertake, abolish, accede, adopt, amend, "
    "implement, enforce, ratify",
}
#: Verbs that the guide does not name, as coders mostly read them: 41,066 rows, sessions 1 to 20 (D1).
COMMON = {
    4: "step up, further, increase, extend, provide, make, improve, put, enhance, give, reinforce, redouble, "
    "work, respect, cooperate, expedite, pay, bring to",
    5: "sign, extend, set up, set, create, enact, repeal, introduce, issue, bring, withdraw, complete, end, "
    "incorporate, allow, include, become, decriminalize, remove, carry out",
    1: "",
    2: "",
    3: "",
}
BY_VERB = {ActionRule.GUIDE_VERB: GUIDE, ActionRule.COMMON_VERB: COMMON}


@pytest.mark.parametrize("slug", REVIEWS)
def test_every_action_category_has_the_rule_that_gave_it(slug):
    for record in recommendations(slug):
        action = record["action"]
        assert action["category"] in range(1, 6), record["number"]
        assert action["rule"] in ActionRule.values, record["number"]
        assert action["verb"], record["number"]


@pytest.mark.parametrize("slug", REVIEWS)
def test_a_verb_gives_the_category_that_its_list_says(slug):
    for record in recommendations(slug):
        action = record["action"]
        if action["rule"] in BY_VERB:
            verbs = BY_VERB[ActionRule(action["rule"])][action["category"]].split(", ")
            assert action["verb"] in verbs, (record["number"], action)


@pytest.mark.parametrize("slug", REVIEWS)
def test_the_other_rules_give_what_they_say(slug):
    for record in recommendations(slug):
        match record["action"]:
            case {"rule": "concrete-examples", "category": category}:
                assert category == 5, record["number"]
            case {"rule": "help-or-others", "category": category}:
                assert category == 1, record["number"]
            case {"rule": "judged", **rest}:
                assert rest.get("reason"), record["number"]
