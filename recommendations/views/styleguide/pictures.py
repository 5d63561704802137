"""Pictures in every state: usual ones, 0, one huge value, long names, 195 rows, nothing at all."""

from datetime import date

from django.conf import settings
from django.urls import reverse

from recommendations.charts import (
    REQUESTS,
    Actor,
    Bar,
    Bars,
    Chain,
    Chart,
    Column,
    Count,
    Difference,
    Event,
    HeatMap,
    HeatRow,
    Label,
    Multiples,
    Panel,
    StackedBars,
    StackedRow,
    Step,
    Strips,
    Thread,
    TimeLine,
    position_series,
    status_series,
)

LONG = "United Kingdom of Great Britain and Northern Ireland"
KHMER = "ព្រះរាជាណាចក្រកម្ពុជា"


def _count(value: float) -> Count:
    return Count(value, reverse("recommendations") if value else "")


def _label(words: str) -> Label:
    return Label(words, reverse("recommendations"))


def _stack(words: str, *values: int) -> StackedRow:
    keys = [series.key for series in position_series()]
    return StackedRow(_label(words), {key: _count(value) for key, value in zip(keys, values, strict=True)})


def _judged(words: str, *values: int) -> StackedRow:
    keys = [series.key for series in status_series()]
    return StackedRow(_label(words), {key: _count(value) for key, value in zip(keys, values, strict=True)})


def sample_pictures() -> list[Chart]:
    return [*_stacked(), *_bars(), *_strips(), *_heat(), *_lines(), *_multiples(), *_chains(), *_empty()]


def _stacked() -> list[Chart]:
    rows = [
        _stack("Cycle 1", 91, 0, 0),
        _stack("Cycle 2", 163, 42, 0),
        _stack("Cycle 3", 173, 25, 1),
        _stack("Cycle 4", 0, 0, 46),
    ]
    groups = [
        _stack("Western European and other States", 38, 30, 4),
        _stack("Asia-Pacific", 71, 3, 0),
        _stack("Africa", 24, 0, 0),
        _stack("Eastern Europe", 14, 9, 1),
        _stack("Latin America and the Caribbean", 16, 1, 0),
        _stack("Without a group", 0, 0, 0),
    ]
    return [
        StackedBars(
            name="cycles", title="Cycles by position", head="Cycle", rows=rows, series=position_series()
        ),
        StackedBars(
            name="groups",
            title="How regional groups' recommendations fared, per cent",
            unit=REQUESTS,
            head="Regional group",
            rows=groups,
            series=position_series(),
            as_share=True,
            note="A group without requests has no bar.",
        ),
        StackedBars(
            name="huge",
            title="Stacked bars with one huge value, small ones and long names",
            head="State",
            rows=[_stack(LONG, 4, 1, 1), _stack(KHMER, 98765, 1, 2), _stack("Antigua-et-Barbuda", 1, 0, 0)],
            series=position_series(),
        ),
    ]


def _bars() -> list[Chart]:
    themes = [("Ratification", 31, 12.5), ("Land and housing", 24, 9), ("Freedom of expression", 22, 26)]
    themes += [("Rights of persons deprived of their liberty, prisons and detention", 3, 7), ("Sport", 0, 1)]
    many = [Bar(_label(f"State {number}"), _count(196 - number)) for number in range(1, 196)]
    return [
        Bars(
            name="against-shares",
            title="What France asks for, beside all recommendations, in shares",
            head="Theme",
            measured="France",
            reference_label="all recommendations",
            of=40,
            reference_of=342,
            rows=[
                Bar(_label(words), _count(value), _count(int(other * 4))) for words, value, other in themes
            ],
        ),
        Bars(
            name="against",
            title="What France asks for, against all others",
            unit=REQUESTS,
            head="Theme",
            measured="France",
            reference_label="median of all other States",
            rows=[Bar(_label(words), _count(value), Count(other)) for words, value, other in themes],
        ),
        Bars(
            name="most",
            title="Themes asked most",
            head="Theme",
            rows=[Bar(_label(words), _count(value)) for words, value, _other in themes],
        ),
        Bars(name="states", title="195 rows", head="State", rows=many),
    ]


def _strips() -> list[Chart]:
    rows = [
        _judged("Ministry of Justice", 61, 32, 20, 0, 0, 1, 4),
        _judged(
            "Cambodian Centre for the Protection and Promotion of Human Rights", 4, 22, 31, 70, 12, 18, 2
        ),
        _judged("United Nations", 11, 25, 14, 9, 3, 0, 0),
        _judged("Somebody who judged one", 0, 0, 0, 1, 0, 0, 0),
    ]
    return [
        Strips(name="assessors", title="Implementation by assessor", head="Assessor", rows=rows, of=205),
        Strips(
            name="assessors-share",
            title="Implementation by assessor, per cent of what each assessed",
            head="Assessor",
            rows=rows,
            as_share=True,
        ),
    ]


def _heat() -> list[Chart]:
    columns = [_label(f"Cycle {number}") for number in range(1, 5)]
    numbers = [
        ("Civil and political rights", 0, (40, 82, 77, 19)),
        ("Freedom of expression", 1, (9, 22, 26, 3)),
        ("Administration of justice and fair trial, with the independence of judges", 1, (14, 18, 9, 0)),
        ("Economic, social and cultural rights", 0, (22, 49, 51, 14)),
        ("Education", 1, (6, 11, 12, 1)),
        (KHMER, 1, (0, 0, 0, 0)),
    ]
    rows = [
        HeatRow(_label(words), [_count(value) for value in values], _count(sum(values)), level)
        for words, level, values in numbers
    ]
    totals = [_count(value) for value in (91, 205, 199, 46, 541)]
    note = "One with several themes is counted in each, so rows do not add up to the total."
    wide = [
        HeatRow(_label(state), [_count((row + 1) * column % 17) for column in range(1, 13)])
        for row, state in enumerate(["Angola", "France", LONG, "Viet Nam"])
    ]
    return [
        HeatMap(
            name="themes",
            title="Themes by cycle",
            corner="Theme",
            columns=columns,
            rows=rows,
            totals=totals,
            note=note,
        ),
        HeatMap(
            name="themes-share",
            title="Themes by cycle, per cent of the theme",
            corner="Theme",
            columns=columns,
            rows=rows,
            totals=totals,
            share_of="row",
        ),
        HeatMap(
            name="wide",
            title="Many columns, without totals",
            unit=REQUESTS,
            corner="State",
            columns=[_label(f"Goal {number}") for number in range(1, 13)],
            rows=wide,
        ),
    ]


def _lines() -> list[Chart]:
    link = reverse("recommendations")
    state = Actor(
        _label("Cambodia"),
        [
            Event(date(2014, 1, 28), "pending", "pending", link),
            Event(date(2014, 6, 26), "supported", "supported", link),
            Event(None, "info", "statement in the dialogue", link),
        ],
    )
    ministry = Actor(
        _label("Ministry of Justice"), [Event(date(2018, 11, 2), "implemented", "implemented", link, True)]
    )
    coalition = Actor(
        _label("Cambodian Centre for the Protection and Promotion of Human Rights"),
        [
            Event(date(2016, 5, 1), "in-progress", "in progress", link),
            Event(date(2018, 11, 20), "not-implemented", "not implemented", link, True),
            Event(date(2024, 5, 8), "regressed", "regressed", link),
            Event(None, "not-enough-evidence", "not enough evidence", link),
        ],
    )
    difference = Difference(
        date(2018, 11, 2),
        date(2018, 11, 20),
        "the Ministry of Justice says implemented, the Centre says not implemented",
        link,
    )
    return [
        TimeLine(
            name="line",
            title="Positions and assessments of 118.17",
            actors=[state, ministry, coalition],
            differences=[difference],
        ),
        TimeLine(
            name="line-of-one",
            title="A single day",
            unit="positions",
            actors=[Actor(state.label, state.events[1:2])],
        ),
        TimeLine(
            name="line-undated",
            title="No date at all",
            unit="positions",
            actors=[Actor(state.label, state.events[2:])],
        ),
    ]


def _multiples() -> list[Chart]:
    columns = [Column(f"Cycle {number}", str(number)) for number in range(1, 5)]
    numbers = {
        "Freedom of expression": (9, 22, 26, 3),
        "Land and housing": (4, 24, 13, 1),
        "Administration of justice and fair trial": (14, 18, 9, 0),
        "Sport": (0, 0, 1, 0),
        "Ratification of international instruments": (12, 31, 17, 6),
    }
    panels = [Panel(_label(words), [_count(value) for value in values]) for words, values in numbers.items()]
    one = [
        Panel(Label(str(series.label)), [_count(value) for value in values], series.key)
        for series, values in zip(
            position_series(), [(9, 12, 20, 0), (0, 10, 6, 0), (0, 0, 0, 3)], strict=True
        )
    ]
    return [
        Multiples(
            name="through", title="Themes through the cycles", head="Theme", columns=columns, panels=panels
        ),
        Multiples(
            name="one-theme",
            title="Freedom of expression through the cycles, by position",
            head="Position",
            columns=columns,
            panels=one,
        ),
    ]


def _chains() -> list[Chart]:
    supported, noted, pending = position_series()
    steps = [
        Step(_label("82.7"), 0, supported),
        Step(Label("118.29"), 1, supported, is_here=True),
        *(Step(_label(f"118.{item}"), 1, noted) for item in (104, 130)),
        Step(_label("u37"), 3, pending),
    ]
    threads = [Thread(0, place, "the same") for place in (1, 2, 3)] + [Thread(1, 4, "builds on")]
    return [
        Chain(
            name="chain",
            title="What was asked again",
            columns=[f"Cycle {number}" for number in range(1, 5)],
            steps=steps,
            threads=threads,
        )
    ]


def _empty() -> list[Chart]:
    return [
        StackedBars(name="no-rows", title="No rows", head="Cycle", rows=[], series=position_series()),
        Bars(
            name="zeros",
            title="Nothing but 0",
            head="Theme",
            rows=[Bar(_label("Sport"), Count(0))],
            empty=f"No State recommended anything to {settings.HOME_STATE} yet.",
        ),
        Strips(name="no-assessors", title="No assessor", head="Assessor", rows=[]),
        HeatMap(name="no-heat", title="No themes", corner="Theme", columns=[], rows=[]),
        TimeLine(name="no-line", title="No events", actors=[]),
        Chain(name="no-chain", title="Asked once", columns=[], steps=[], threads=[]),
        Multiples(name="no-panels", title="No panels", head="Theme", columns=[], panels=[]),
    ]
