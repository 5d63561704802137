"""The reference data under `fixtures/`: whole, free of contradictions, and true to the sources."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from states.names import StateNames, normalise

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

ISSUES_OF_UPR_INFO = """
Asylum-seekers - refugees · Civil society · Corruption · Counter-terrorism · CP rights - general ·
Death penalty · Detention conditions · Development · Disabilities · Elections · Enforced disappearances ·
Environment · ESC rights - general · Extrajudicial executions · Freedom of association and peaceful assembly ·
Freedom of movement · Freedom of opinion and expression · Freedom of religion and belief ·
Freedom of the press · General · HIV - Aids · Human rights defenders · Human rights education and training ·
Human rights violations by state agents · Impunity · Indigenous peoples · Internally displaced persons ·
International humanitarian law · International instruments · Justice · Labour · Migrants · Minorities ·
National plan of action · NHRI · Other · Poverty · Public security · Racial discrimination ·
Right to education · Right to food · Right to health · Right to housing · Right to land · Right to water ·
Rights of the Child · Sexual Orientation and Gender Identity · Special procedures · Technical assistance ·
Torture and other CID treatment · Trafficking · Treaty bodies · UPR process · Women's rights
"""
LABELS_OF_UPR_INFO_EXPORTS = {"Detention", "Technical assistance and cooperation"}


def load(name: str) -> Any:
    return json.loads((FIXTURES / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def states() -> Any:
    return load("states.json")


@pytest.fixture(scope="module")
def themes() -> Any:
    return load("themes.json")


def theme_key(name: str) -> str:
    """Reduce a theme name as the crosswalk compares it: "&" is "and", blanks and case do not count."""
    return " ".join(name.replace("&", " and ").split()).casefold()


class TestStates:
    def test_193_members_and_two_observers(self, states):
        assert Counter(state["membership"] for state in states["states"]) == {"member": 193, "observer": 2}
        observers = {state["code"] for state in states["states"] if state["membership"] == "observer"}
        assert observers == {"VAT", "PSE"}

    @pytest.mark.parametrize(
        ("key", "pattern"),
        [("code", "[A-Z]{3}"), ("code2", "[A-Z]{2}"), ("name", ".+"), ("formal_name", ".+")],
    )
    def test_codes_and_names_are_unique(self, states, key, pattern):
        values = [state[key] for state in states["states"]]
        assert len(set(values)) == len(values)
        assert all(re.fullmatch(pattern, value) for value in values)

    def test_sizes_of_regional_groups(self, states):
        sizes = Counter(state["regional_group"] for state in states["states"])
        assert sizes == {
            "african": 54,
            "asia-pacific": 54,
            "eastern-european": 23,
            "grulac": 33,
            "weog": 29,
            None: 2,
        }
        assert set(sizes) - {None} == {group["slug"] for group in states["regional_groups"]}

    @pytest.mark.parametrize(
        ("code", "group"),
        [
            ("ISR", "weog"),
            ("TUR", "weog"),
            ("USA", "weog"),
            ("AUS", "weog"),
            ("KIR", "asia-pacific"),
            ("CYP", "asia-pacific"),
            ("KHM", "asia-pacific"),
            ("VAT", None),
            ("PSE", None),
        ],
    )
    def test_groups_that_are_easily_got_wrong(self, states, code, group):
        assert {state["code"]: state["regional_group"] for state in states["states"]}[code] == group

    def test_no_spelling_means_two_states(self, states):
        meanings: dict[str, set[str]] = {}
        for state in states["states"]:
            names = [state["name"], state["formal_name"], *(other["name"] for other in state["other_names"])]
            for name in names:
                assert normalise(name), f"{state['code']}: nothing is left of {name!r}"
                meanings.setdefault(normalise(name), set()).add(state["code"])
        assert {name: codes for name, codes in meanings.items() if len(codes) > 1} == {}

    def test_other_names_are_not_repeated_and_their_years_in_order(self, states):
        for state in states["states"]:
            keys = [normalise(state["name"]), *(normalise(other["name"]) for other in state["other_names"])]
            assert len(set(keys)) == len(keys), state["code"]
            for other in state["other_names"]:
                assert set(other) - {"note"} == {"name", "from", "until"}
                assert other["from"] is None or other["until"] is None or other["from"] <= other["until"]

    @pytest.mark.parametrize(
        ("printed", "code"),
        [
            ("Viet Nam", "VNM"),
            ("Vietnam", "VNM"),
            ("Socialist Republic of Viet Nam", "VNM"),
            ("Swaziland", "SWZ"),
            ("Eswatini", "SWZ"),
            ("Turkey", "TUR"),
            ("Türkiye", "TUR"),
            ("Czech Republic", "CZE"),
            ("the former Yugoslav Republic of Macedonia", "MKD"),
            ("Macedonia FYR", "MKD"),
            ("Cape Verde", "CPV"),
            ("Libyan Arab Jamahiriya", "LBY"),
            ("Lao PDR", "LAO"),
            ("Lao People’s Democratic Republic", "LAO"),
            ("Republic of Korea", "KOR"),
            ("Korea, Republic of", "KOR"),
            ("DPR Korea", "PRK"),
            ("Bolivia", "BOL"),
            ("Bolivia (Plurinational State of)", "BOL"),
            ("Plurinational State of Bolivia", "BOL"),
            ("Iran", "IRN"),
            ("Iran (Islamic Republic of)", "IRN"),
            ("Venezuela (Bolivarian Republic of)", "VEN"),
            ("Bolivarian Republic of Venezuela", "VEN"),
            ("Micronesia (Federated States of)", "FSM"),
            ("the Netherlands", "NLD"),
            ("Netherlands (Kingdom of the)", "NLD"),
            ("United Kingdom", "GBR"),
            ("United States", "USA"),
            ("Republic of Congo", "COG"),
            ("Congo", "COG"),
            ("Democratic Republic of the Congo", "COD"),
            ("Guinea", "GIN"),
            ("Guinea Bissau", "GNB"),
            ("Equatorial Guinea", "GNQ"),
            ("Niger", "NER"),
            ("Dominica", "DMA"),
            ("Cote d'Ivoire", "CIV"),
            ("Bosnia & Herzegovina", "BIH"),
            ("St Vincent & the Grenadines", "VCT"),
            ("Palestine", "PSE"),
            ("Holy See", "VAT"),
            ("United States of Americas", "USA"),
        ],
    )
    def test_spellings_of_documents_resolve(self, printed, code):
        assert StateNames.from_fixture(FIXTURES / "states.json").resolve(printed) == code

    @pytest.mark.parametrize("printed", ["Korea", "Niue", "European Union", "Serbia and Montenegro", ""])
    def test_what_is_no_state_or_could_be_two_is_not_guessed(self, printed):
        assert StateNames.from_fixture(FIXTURES / "states.json").resolve(printed) is None


class TestThemes:
    def test_tree_has_two_levels_and_no_loose_ends(self, themes):
        parents = {theme["slug"]: theme["parent"] for theme in themes["themes"]}
        assert len(parents) == len(themes["themes"])
        assert all(SLUG.fullmatch(slug) for slug in parents)
        headings = {slug for slug, parent in parents.items() if parent is None}
        assert {parent for parent in parents.values() if parent} == headings

    def test_a_heading_stands_before_its_themes(self, themes):
        seen: list[str] = []
        for theme in themes["themes"]:
            assert theme["parent"] is None or theme["parent"] == seen[-1]
            if theme["parent"] is None:
                seen.append(theme["slug"])
        assert len(set(seen)) == len(seen)

    def test_theme_names_are_unique(self, themes):
        keys = Counter(theme_key(theme["name"]) for theme in themes["themes"])
        assert max(keys.values()) == 1

    def test_crosswalk_leads_to_themes_that_exist(self, themes):
        slugs = {theme["slug"] for theme in themes["themes"]}
        for name in themes["names"]:
            assert set(name["themes"]) <= slugs, name["name"]
            assert len(set(name["themes"])) == len(name["themes"])

    @pytest.mark.parametrize("key", [theme_key, normalise])
    def test_a_name_occurs_once_in_its_vocabulary(self, themes, key):
        names = Counter((name["vocabulary"], key(name["name"])) for name in themes["names"])
        assert [name for name, count in names.items() if count > 1] == []
        assert {name["vocabulary"] for name in themes["names"]} == {
            vocabulary["slug"] for vocabulary in themes["vocabularies"]
        }

    def test_sizes_of_vocabularies(self, themes):
        sizes = Counter(name["vocabulary"] for name in themes["names"])
        assert sizes["uhri"] == 32 + 28 + 12  # both cycles, cycle 4 only, seen in other files
        assert sizes["uhri-cycle-3"] == 32 + 30  # both cycles, cycle 3 only
        assert sizes["uhri-2012"] == 88
        assert sizes["upr-info"] == 54 + 2

    def test_every_issue_of_upr_info_is_mapped(self, themes):
        issues = {" ".join(issue.split()) for issue in ISSUES_OF_UPR_INFO.split("·")}
        assert len(issues) == 54
        mapped = {
            name["name"]: name["themes"] for name in themes["names"] if name["vocabulary"] == "upr-info"
        }
        assert set(mapped) == issues | LABELS_OF_UPR_INFO_EXPORTS
        assert {name for name, slugs in mapped.items() if not slugs} == {"General", "Other"}
        assert mapped["Detention"] == mapped["Detention conditions"] == ["conditions-of-detention"]

    def test_only_general_and_other_stand_for_no_theme(self, themes):
        assert {name["name"] for name in themes["names"] if not name["themes"]} == {"General", "Other"}

    def test_current_names_are_the_names_of_their_themes(self, themes):
        names = {theme["slug"]: theme["name"] for theme in themes["themes"]}
        for name in themes["names"]:
            if name["vocabulary"] == "uhri":
                assert [names[slug] for slug in name["themes"]] == [name["name"]]

    @pytest.mark.parametrize(
        ("vocabulary", "name", "slugs"),
        [
            ("uhri-cycle-3", "Acceptance of international norms", ["ratification-of-instruments"]),
            ("uhri-cycle-3", "Impunity & transparency", ["rule-of-law-and-impunity"]),
            ("uhri-cycle-3", "Budget &resources (for human rights implementation)", ["budget-and-resources"]),
            ("uhri-2012", "D27 Prohibition of slavery, trafficking", ["trafficking-and-slavery"]),
            ("upr-info", "Women's rights", ["women"]),
            ("upr-info", "Right to education", ["right-to-education"]),
        ],
    )
    def test_examples_of_the_crosswalk(self, themes, vocabulary, name, slugs):
        found = [row for row in themes["names"] if (row["vocabulary"], row["name"]) == (vocabulary, name)]
        assert [row["themes"] for row in found] == [slugs]


class TestAffectedGroups:
    def test_slugs_are_unique(self):
        slugs = [group["slug"] for group in load("affected_groups.json")]
        assert len(set(slugs)) == len(slugs)
        assert all(SLUG.fullmatch(slug) for slug in slugs)

    def test_no_name_means_two_groups(self):
        names = Counter(
            normalise(name)
            for group in load("affected_groups.json")
            for name in (group["name"], *group["other_names"])
        )
        assert [name for name, count in names.items() if count > 1] == []

    @pytest.mark.parametrize(
        ("name", "slug"),
        [
            ("Women", "women-and-girls"),
            ("girls", "women-and-girls"),
            ("youth", "youth-and-juveniles"),
            ("Migrants & domestic workers", "migrants"),
            ("LGBTI", "lgbti"),
            ("minorities/ racial, ethnic, linguistic, religious or descent-based groups", "minorities"),
            ("General", "general"),
        ],
    )
    def test_names_of_older_lists(self, name, slug):
        found = {
            group["slug"]
            for group in load("affected_groups.json")
            for known in (group["name"], *group["other_names"])
            if normalise(known) == normalise(name)
        }
        assert found == {slug}


class TestGoals:
    def test_seventeen_in_order(self):
        goals = load("sdgs.json")
        assert [goal["number"] for goal in goals] == list(range(1, 18))
        assert len({goal["name"] for goal in goals}) == 17
