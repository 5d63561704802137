"""Every reusable piece in every state, to look at while one works on it. Served only with DEBUG.

Pieces are found by their files: one without a sample is named at the end, so that none is forgotten. A sample
is data made up here; nothing is read from the database.
"""

from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from recommendations.charts import answer_picture
from recommendations.charts.picture import colours
from recommendations.views.styleguide.pictures import sample_pictures
from recommendations.views.styleguide.pieces import PART_OF_OTHERS, SEEN_ELSEWHERE, sample_pieces

FOLDERS = ("components", "partials")


class Shown(NamedTuple):
    """A state of a piece, and how it looks."""

    state: str
    html: SafeString


class Piece(NamedTuple):
    """A template with its states, or where else it is seen."""

    name: str
    shown: list[Shown]
    elsewhere: str

    @property
    def anchor(self) -> str:
        return self.name.removesuffix(".html").replace("/", "-")


def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component, partial and picture in all its states; files of the pictures as everywhere."""
    pictures = sample_pictures()
    if answer := answer_picture(request, {picture.name: picture for picture in pictures}):
        return answer
    pieces = [_piece(name, request) for name in template_names() if name not in PART_OF_OTHERS]
    context: dict[str, Any] = {
        "pictures": pictures,
        "colours": list(colours()),
        "pieces": [piece for piece in pieces if piece.shown],
        "elsewhere": [piece for piece in pieces if piece.elsewhere],
        "missing": [piece for piece in pieces if not piece.shown and not piece.elsewhere],
    }
    return render(request, "styleguide.html", context)


def template_names() -> list[str]:
    """Answer every template of a reusable piece, below `templates/`."""
    root = settings.BASE_DIR / "templates"
    return [
        path.relative_to(root).as_posix()
        for folder in FOLDERS
        for path in sorted((root / folder).glob("*.html"))
    ]


def _piece(name: str, request: HttpRequest) -> Piece:
    shown = [
        Shown(state, render_to_string(name, context, request))
        for state, context in sample_pieces().get(name, {}).items()
    ]
    return Piece(name, shown, SEEN_ELSEWHERE.get(name, ""))
