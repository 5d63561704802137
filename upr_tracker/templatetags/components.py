"""Small pieces that stand on a page by the dozen: rendered once for each kind, and kept."""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """Answer one sign of static/icons.svg; words beside it say the same."""
    return _rendered("components/icon.html", name=name)


@register.simple_tag
def badge(value: str, label: object, icon: str = "") -> SafeString:
    """Answer a shape and a word: a position, a status, a stage. `icon` if the shape has another name."""
    return _rendered("components/badge.html", value=value, label=str(label), icon=icon)


@lru_cache(maxsize=1000)
def _rendered(template_name: str, **values: str) -> SafeString:
    return render_to_string(template_name, values)
