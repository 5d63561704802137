"""What other pages say of imports."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

from recommendations.importing.models import Import
from recommendations.importing.precedence import SOURCE_OF_FORMAT

register = template.Library()

_NAMED = 3


@register.inclusion_tag("importing/notice.html", takes_context=True)
def imports_notice(context: dict[str, Any]) -> dict[str, Any]:
    """Tell a data manager which imports ended since the person looked at them: one query, no more."""
    user = context["user"]
    ended = Import.objects.unseen_by(user).newest_first() if user.is_data_manager else Import.objects.none()
    found = list(ended[: _NAMED + 1])
    return {"ended": found[:_NAMED], "more": len(found) > _NAMED}


@register.filter
def format_label(import_: Import) -> str:
    """Answer the format of a file in words: "report of the Working Group"; "" as long as nobody knows."""
    source = SOURCE_OF_FORMAT.get(import_.format)
    label = str(source.label) if source else import_.format
    return _("%(source)s (Excel)") % {"source": label} if import_.format == "uhri-xlsx" else label
