"""Pictures in pages. The data are plain objects of `recommendations.charts`; a view fills them:

    from recommendations.charts import Count, Label, StackedBars, StackedRow, answer_picture, position_series

    def review(request, slug):
        ...
        cycles = StackedBars(
            name="cycles",                       # ?picture=cycles, and the id of the figure: once in a page
            title=_("Recommendations by cycle and position"),
            unit=RECOMMENDATIONS,                # or REQUESTS
            head=_("Cycle"),                     # what the rows are
            series=position_series(),            # or status_series(), or [Series("supported", ...), ...]
            rows=[
                StackedRow(
                    Label("Cycle 2", review.get_absolute_url()),
                    {"supported": Count(163, browse_url(cycle=2, position="supported")), ...},
                    total=Count(205, browse_url(cycle=2)),      # else the sum, without a link
                ),
            ],
            as_share=False,                      # True: each row as 100 per cent
        )
        pictures = {picture.name: picture for picture in (cycles, ...)}
        if answer := answer_picture(request, pictures):
            return answer                        # ?picture=cycles&as=svg, ?picture=cycles&as=csv
        return render(request, "reviews/detail.html", {"pictures": pictures})

and the page draws it, with title, unit, legend, table and the two files:

    {% load charts %}
    {% chart pictures.cycles %}

What there is (all arguments by name; see each class):

    Bars         rows=[Bar(Label, Count, reference=Count)], head, measured, reference_label ("median of ...");
                 of=, reference_of=: in shares of these
    StackedBars  rows=[StackedRow(Label, {key: Count}, total)], series, head, as_share
    Strips       StackedBars of assessors, in the order of the scale; of=<how many recommendations there are>
    HeatMap      columns=[Label], rows=[HeatRow(Label, [Count], total, level)], corner, totals,
                 share_of="row" or "column"
    Multiples    columns=[Column("Cycle 2", "2")], panels=[Panel(Label, [Count])], head: all on one scale
    TimeLine     actors=[Actor(Label, [Event(day or None, key, label, link, differs)])],
                 differences=[Difference(first, last, label, link)]
    Chain        columns=["Cycle 1", ...], steps=[Step(Label, column, Series, is_here)],
                 threads=[Thread(earlier, later, label)]: places in steps

Keys ("supported", "in-progress" ...) give colour, texture and sign: `charts.base.TONES`. Nothing to draw
gives the designed empty state; `empty` says it in your words. The request must be in the context (`render`
does that). The query of the page is kept in the addresses of the files, so filters hold for them too.
"""

from django import template
from django.template.context import RequestContext
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import strip_spaces_between_tags
from django.utils.safestring import SafeString, mark_safe

from recommendations.charts import Chain, Chart
from recommendations.charts.answering import address_of_file
from upr_tracker.lib.svg import percent

register = template.Library()

#: How many rows are seen at once; the others are behind a disclosure.
ROWS_SHOWN = 25


@register.simple_tag(takes_context=True)
def chart(context: RequestContext, picture: Chart) -> SafeString:
    """Draw a picture with its title, unit, legend, table and files."""
    request = context["request"]
    lanes = [(lane, list(lane.placed(percent))) for lane in picture.lanes]
    shown = len(lanes) if picture.kind != "lanes" or len(lanes) <= ROWS_SHOWN + 5 else ROWS_SHOWN
    html = render_to_string(
        "components/charts/figure.html",
        {
            "chart": picture,
            "lanes": lanes[:shown],
            "more_lanes": lanes[shown:],
            "drawn": picture.drawn(percent) if isinstance(picture, Chain) else None,
            "icons": static("icons.svg"),
            "files": {form: address_of_file(request, picture.name, form) for form in ("svg", "csv")},
        },
    )
    # A picture has hundreds of marks: blanks between their tags and words would be half of the page.
    return mark_safe(" ".join(strip_spaces_between_tags(html).split()))  # noqa: S308 - a template escaped it
