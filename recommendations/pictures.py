"""The pictures of pages, from rows: who asked and with what answer, through the cycles, what became of it.

Each is one query, and every mark leads to the rows that it counts: where rows are those of a theme or of a
State, `filters` are what chooses them on `/recommendations/`.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Count as CountOf
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from recommendations.charts import (
    Actor,
    Bar,
    Bars,
    Count,
    Difference,
    Event,
    HeatMap,
    HeatRow,
    Label,
    Series,
    StackedBars,
    StackedRow,
    Step,
    Strips,
    Thread,
    TimeLine,
    position_series,
)
from recommendations.charts import Chain as ChainPicture
from recommendations.filters import made_by
from recommendations.models import Recommendation, Response, Theme, ThemeTag
from recommendations.models.response import ResponseKind
from recommendations.querysets import RecommendationQuerySet
from recommendations.recurrence import Chain
from recommendations.tallies import ThemeGrid, ThemeRow, counts_of_areas
from recommendations.templatetags.browse import browse_url
from reviews.models import Cycle
from reviews.totals import ReviewTotals
from states.models import State

#: The positions and assessments of a recommendation lead to where its page tells of them.
RESPONSE, JUDGEMENT = "response-{}", "by-{}"

#: So many organisations are shown beside each other; the comparison of all is a link away.
MOST_ASSESSORS = 6


def answers_by_cycle(
    recommendations: RecommendationQuerySet, filters: Mapping[str, str], **about: Any
) -> StackedBars:
    """Picture positions in each cycle of which anything is loaded: none of these is told from not known.

    about: what else the picture says, such as its title. Two queries.
    """
    counts: dict[int, Counter[str]] = {}
    by_both = recommendations.order_by().values_list("review__cycle_id", "position")
    for cycle, position, count in by_both.annotate(count=CountOf("pk")):
        counts.setdefault(cycle, Counter())[position] = count
    loaded = Cycle.objects.filter(Exists(Recommendation.objects.filter(review__cycle=OuterRef("pk"))))
    rows = [
        _row(
            Label(_cycle(cycle.number)),
            counts.get(cycle.number, Counter()),
            "position",
            {**filters, "cycle": str(cycle.number)},
        )
        for cycle in loaded.order_by("number")
    ]
    return _cycles(rows, **about)


def answers_by_review(totals: Iterable[ReviewTotals]) -> StackedBars:
    """Picture positions in each review of one State of which anything is loaded. No query of its own."""
    return _cycles(
        [
            _row(
                Label(_cycle(one.review.cycle_id), one.review.get_absolute_url()),
                one.positions,
                "position",
                {"review": one.review.slug},
            )
            for one in totals
            if one.loaded
        ]
    )


def _cycles(rows: list[StackedRow], **about: Any) -> StackedBars:
    about = {"name": "cycles", "title": _("Recommendations by cycle and position"), **about}
    return StackedBars(rows=rows, series=position_series(), head=_("Cycle"), **about)


def _cycle(number: int) -> str:
    return gettext("Cycle %(number)s") % {"number": number}


def themes_through_cycles(
    grid: ThemeGrid, rows: Iterable[ThemeRow], filters: Mapping[str, str], **about: Any
) -> HeatMap:
    """Picture how many recommendations each theme got in each cycle. No query of its own.

    rows: those of the grid to show. filters: what chose the recommendations that the grid counts.
    """
    drawn = []
    for row in rows:
        theme = {"theme": row.theme.slug}
        counts = [
            _count(count, {**theme, "cycle": str(cycle.number), **filters}) for cycle, count in row.cells
        ]
        label = Label(row.theme.name, row.theme.get_absolute_url())
        level = 0 if row.is_heading else 1
        drawn.append(HeatRow(label, counts, _count(row.total, {**theme, **filters}), level))
    about = {"name": "themes", "title": _("Recommendations by theme and cycle"), **about}
    return HeatMap(
        rows=drawn,
        columns=[Label(_cycle(cycle.number)) for cycle in grid.cycles],
        corner=_("Theme"),
        note=_(
            "A recommendation with several themes is counted in each, and once in what stands above them."
        ),
        empty=_("None of these recommendations has a theme yet."),
        **about,
    )


def answers_to_groups(
    recommendations: RecommendationQuerySet, filters: Mapping[str, str], **about: Any
) -> StackedBars:
    """Picture how the recommendations of each regional group were answered, the group that asked most first.

    about: what else the picture says. One query.
    """
    group = "clauses__states__regional_group"
    counts: dict[tuple[str, str], Counter[str]] = {}
    by_both = (
        recommendations.order_by()
        .filter(**{f"{group}__isnull": False})
        .values_list(group, f"{group}__name", "position")
    )
    for slug, name, position, count in by_both.annotate(count=CountOf("pk", distinct=True)):
        counts.setdefault((slug, name), Counter())[position] = count
    about = {
        "name": "groups",
        "title": _("How the recommendations of regional groups fared"),
        "note": _("What States of several groups asked together counts for each of these groups."),
        "empty": _("Of none of these recommendations is it known which States asked."),
        **about,
    }
    return StackedBars(
        rows=[
            _row(Label(name), found, "position", {**filters, "group": slug})
            for (slug, name), found in _most_first(counts)
        ],
        series=position_series(),
        head=_("Regional group"),
        as_share=True,
        **about,
    )


def answers_beside_all(state: State) -> StackedBars:
    """Picture how what a State recommended was answered, beside its group and everything. Three queries."""
    whose: list[tuple[str, Q, dict[str, str]]] = [(state.name, made_by(state=state), {"state": state.code})]
    if group := state.regional_group:
        whose.append((group.name, made_by(state__regional_group=group), {"group": group.slug}))
    whose.append((gettext("All recommendations"), Q(), {}))
    rows = []
    for name, made, filters in whose:
        answered = Recommendation.objects.filter(made).order_by().values_list("position")
        counts = Counter(dict(answered.annotate(count=CountOf("pk"))))
        rows.append(_row(Label(name), counts, "position", filters))
    return StackedBars(
        name="answers",
        title=_("How its recommendations were answered, beside all others"),
        note=_("The rows of its group and of all count its own recommendations, too."),
        rows=rows,
        series=position_series(),
        head=_("Asked by"),
        as_share=True,
    )


def themes_beside_all(state: State, made: int, everything: int) -> Bars:
    """Picture which share of what a State recommended is on each area of themes, beside everything.

    made, everything: how many recommendations it made, and how many there are. Three queries.
    """
    by_state = Recommendation.objects.filter(made_by(state=state)).values("pk")
    of_state = counts_of_areas(ThemeTag.objects.filter(recommendation__in=by_state))
    of_all = counts_of_areas(ThemeTag.objects.all())
    areas = [area for area in Theme.objects.filter(parent=None).in_order() if of_all[area.pk]]
    rows = [
        Bar(
            Label(area.name, area.get_absolute_url()),
            _count(of_state[area.pk], {"state": state.code, "theme": area.slug}),
            _count(of_all[area.pk], {"theme": area.slug}),
        )
        for area in sorted(areas, key=lambda area: -of_state[area.pk])
    ]
    return Bars(
        name="themes",
        title=_("What it asks for, beside all others"),
        note=_("A recommendation with several themes counts for each of them."),
        empty=_("None of its recommendations has a theme yet."),
        rows=rows if of_state else [],
        head=_("Theme"),
        unit=_("per cent of recommendations (numbered items)"),
        measured=state.name,
        reference_label=_("all recommendations"),
        of=made,
        reference_of=everything,
    )


def judgements_by_assessor(
    current: QuerySet[Any], filters: Mapping[str, str], most: int = MOST_ASSESSORS, **about: Any
) -> Strips:
    """Picture what each organisation says now, side by side, the one that assessed most first.

    current: the latest published assessment of each organisation on each recommendation. most: so many
    organisations at most. about: what else the picture says. One query.
    """
    counts: dict[tuple[str, str], Counter[str]] = {}
    by_both = current.order_by().values_list("organisation__slug", "organisation__name", "status")
    for slug, name, status, count in by_both.annotate(count=CountOf("pk")):
        counts.setdefault((slug, name), Counter())[status] = count
    about = {
        "name": "assessors",
        "title": _("Implementation by assessor"),
        "note": _("Each judgement is that of the organisation named. They are not averaged."),
        "empty": _("No organisation has published an assessment yet."),
        **about,
    }
    return Strips(
        rows=[
            _row(Label(name), found, "judged", {**filters, "assessed_by": slug})
            for (slug, name), found in _most_first(counts)[:most]
        ],
        head=_("Organisation"),
        **about,
    )


def said_and_judged(
    recommendation: Recommendation, judgements: Iterable[tuple[Any, Any, list[Any]]]
) -> TimeLine:
    """Picture what the State said and what organisations judged on one time line. No query of its own.

    judgements: each organisation with its latest assessment and its earlier ones, the newest first. Their
    days are those up to which they looked; where latest ones differ, that is shown as the contradiction.
    """
    judgements = list(judgements)
    latest = [(organisation, now) for organisation, now, _earlier in judgements]
    differ = len({now.status for _organisation, now in latest}) > 1
    state = Label(str(recommendation.review.state_under_review), "#position")
    actors = [Actor(state, [_statement(response) for response in recommendation.responses.all()])]
    for organisation, now, earlier in judgements:
        link = f"#{JUDGEMENT.format(organisation.slug)}"
        events = [
            Event(one.considered_up_to, one.status, one.get_status_display(), link, differ and one is now)
            for one in (*reversed(earlier), now)
        ]
        actors.append(Actor(Label(organisation.name, link), events))
    differences = []
    if differ:
        days = [now.considered_up_to for _organisation, now in latest]
        words = "; ".join(f"{organisation}: {now.get_status_display()}" for organisation, now in latest)
        differences = [Difference(min(days), max(days), words, "#assessments")]
    return TimeLine(
        name="timeline",
        title=_("What was said of it, and when"),
        note=_("An assessment stands at the day up to which its evidence goes.") if judgements else "",
        actors=actors,
        differences=differences,
    )


def _statement(response: Response) -> Event:
    """What was said in the dialogue takes no position, and has a sign of its own."""
    link = f"#{RESPONSE.format(response.pk)}"
    if response.kind == ResponseKind.DIALOGUE:
        return Event(response.date, "info", _("statement in the dialogue"), link)
    return Event(response.date, response.position, response.get_position_display(), link)


def asked_again(recommendation: Recommendation, chain: Chain) -> ChainPicture:
    """Picture the chain of a recommendation: what it takes up, and what takes it up. No query of its own.

    Its columns are the cycles from the first to the last of them.
    """
    before, after = ([link.recommendation for link in links] for links in (chain.before, chain.after))
    steps = [*before, recommendation, *after]
    first, last = steps[0].review.cycle_id, steps[-1].review.cycle_id
    places = {step.pk: place for place, step in enumerate(steps)}
    return ChainPicture(
        name="again",
        title=_("What was asked again, and the position on it"),
        columns=[_cycle(number) for number in range(first, last + 1)],
        steps=[
            Step(
                Label(step.number, "" if step.pk == recommendation.pk else step.get_absolute_url()),
                step.review.cycle_id - first,
                Series(step.position, step.get_position_display()),
                is_here=step.pk == recommendation.pk,
            )
            for step in steps
        ],
        threads=[
            Thread(places[one.earlier_id], places[one.later_id], one.get_kind_display())
            for one in chain.recurrences
        ],
    )


def _row(label: Label, counts: Counter[str], parameter: str, filters: Mapping[str, str]) -> StackedRow:
    """Answer a bar whose parts are chosen by a filter, beside those that choose the bar itself."""
    parts = {value: _count(count, {**filters, parameter: value}) for value, count in counts.items()}
    return StackedRow(label, parts, _count(counts.total(), filters))


def _count(number: int, filters: Mapping[str, str]) -> Count:
    """Answer a number that leads to its rows; nothing to count leads nowhere."""
    return Count(number, browse_url(**filters) if number else "")


def _most_first(
    counts: Mapping[tuple[str, str], Counter[str]],
) -> list[tuple[tuple[str, str], Counter[str]]]:
    """Order by the sums, and equals by name."""
    return sorted(counts.items(), key=lambda pair: (-pair[1].total(), pair[0][1]))
