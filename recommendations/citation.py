"""How to cite a recommendation: in plain text, and as files for BibTeX and for reference managers (RIS)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from recommendations.models import Recommendation
from reviews.models import Document

#: Signs that TeX reads as commands.
_OF_TEX = str.maketrans(
    {
        **{sign: f"\\{sign}" for sign in "&%$#_{}"},
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)


@dataclass(frozen=True, slots=True)
class Citation:
    """What a reference says: number and States, cycle, source, year, permanent address."""

    key: str
    title: str
    cycle: str
    source: str
    year: int | None
    address: str

    @property
    def text(self) -> str:
        return f"{self.title}, {self.cycle}, {self.source}. UPR Tracker, {self.address}"

    @property
    def bibtex(self) -> str:
        fields = {
            "title": self.title.translate(_OF_TEX),
            "year": str(self.year or ""),
            "howpublished": self.cycle.translate(_OF_TEX),
            "note": self.source.translate(_OF_TEX),
            "publisher": "UPR Tracker",
            "url": self.address,
        }
        lines = (f"  {name} = {{{' '.join(value.split())}}}," for name, value in fields.items() if value)
        return "\n".join([f"@misc{{{self.key},", *lines, "}", ""])

    @property
    def ris(self) -> str:
        fields = {
            "TY": "GEN",
            "ID": self.key,
            "TI": self.title,
            "T2": self.cycle,
            "PY": str(self.year or ""),
            "N1": self.source,
            "PB": "UPR Tracker",
            "UR": self.address,
        }
        lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in fields.items() if value]
        return "\r\n".join([*lines, "ER  - ", ""])


def cite(recommendation: Recommendation, address: str) -> Citation:
    """Answer the reference to a recommendation at its permanent address.

    Reads the review, the sources of wording and summary, and the clauses with their States.
    """
    review = recommendation.review
    what = (
        _("Recommendation %(number)s to %(state)s")
        if recommendation.is_numbered
        else _("Recommendation without a known number to %(state)s")
    ) % {"number": recommendation.number, "state": review.state_under_review.name}
    return Citation(
        key=f"upr-{review.slug}-{recommendation.number}",
        title=f"{what}{_in_brackets(state.name for state in recommendation.recommending_states)}",
        cycle=_("Universal Periodic Review, cycle %(cycle)s") % {"cycle": review.cycle_id},
        source=_source_of(recommendation),
        year=review.date.year if review.date else None,
        address=address,
    )


def _in_brackets(names: Iterable[str]) -> str:
    listed = ", ".join(names)
    return f" ({listed})" if listed else ""


def _source_of(recommendation: Recommendation) -> str:
    """Answer the document of the official wording, or that the words are ours and what they are made from."""
    if recommendation.text_source:
        return _named(recommendation.text_source)
    if recommendation.summary_source and recommendation.is_summarised_here:
        named = {"document": _named(recommendation.summary_source)}
        return _("summarised in UPR Tracker's own words from %(document)s") % named
    return _("summarised in UPR Tracker's own words")


def _named(document: Document) -> str:
    name = (
        str(document)
        if document.has_un_symbol
        else ", ".join(filter(None, [document.publisher, document.title]))
    )
    return f"{name} ({date_format(document.date)})" if document.date else name
