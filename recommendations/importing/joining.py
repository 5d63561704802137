"""What two rows of an export say of one recommendation, said once."""

from recommendations.importing.merging import Record
from recommendations.importing.portraits import TAGS
from recommendations.models import Response

_LONGEST_STATED_AS = Response._meta.get_field("stated_as").max_length


def join(record: Record, other: Record) -> None:
    """Another row of the same wording: most often one more State."""
    record["rows"] += other["rows"]
    if len(record["clauses"]) == len(other["clauses"]):
        for clause, more in zip(record["clauses"], other["clauses"], strict=True):
            clause["states"] = sorted({*clause["states"], *more["states"]})
            clause["unresolved"] = sorted({*clause["unresolved"], *more["unresolved"]})
    join_what_holds_for_all(record, other)


def join_what_holds_for_all(record: Record, other: Record) -> None:
    for name in TAGS:
        record[name] = sorted({*record[name], *other[name]})
    for name in ("summary", "action_category", "comment", "paragraph"):
        record[name] = record[name] or other[name]
    positions = {record["position"], other["position"]} - {None, "pending"}
    if len(positions) == 1 and record["position"] not in positions:
        record["position"], record["stated_as"] = other["position"], other["stated_as"]
    elif len(positions) > 1:
        # Answered in part: noted, in UPR Info's rule of October 2014.
        words = {
            word for one in (record, other) for word in (one["stated_as"] or one["position"]).split("; ")
        }
        record["position"], record["stated_as"] = "noted", "; ".join(sorted(words))[:_LONGEST_STATED_AS]
    else:
        record["position"] = record["position"] or other["position"]
