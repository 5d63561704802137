"""The data dictionary: what is kept, read off the models themselves, so that it cannot fall behind them.

Left out is what is not public: links to accounts, models that need one (memberships), an assessment's way
through its organisation, and what only the program uses (surrogate keys, normalised names, keys of facets).
"""

import inspect
from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from upr_tracker.lib.fields import NormalisedField

#: The apps whose models are described, in the order in which they build on each other.
APPS = ["states", "reviews", "recommendations", "implementation"]

#: What only an organisation sees of its own work, by model: how an assessment came to be published.
NOT_PUBLIC = {
    "implementation.assessment": {"stage", "reason", "created_at", "updated_at", "submitted_at", "version"},
    "implementation.evidence": {"visibility"},
}

#: Models that say again, for the program, what others say.
DERIVED = {"recommendations.facetkeys"}

#: Where nothing is an empty text or list. In other types only what may be NULL may be left out.
_MAY_BE_BLANK = (models.CharField, models.TextField, models.FileField, models.JSONField)


@dataclass(frozen=True, slots=True)
class Value:
    """An allowed value, and its meaning where the value itself does not say it ("" otherwise)."""

    value: str
    meaning: str


@dataclass(frozen=True, slots=True)
class FieldEntry:
    """A field: its name, its type in plain words, what it means, and its allowed values if these are few."""

    name: str
    type: str
    meaning: str
    values: list[Value]


@dataclass(frozen=True, slots=True)
class ModelEntry:
    """A model: its name in the program ("ThemeTag") and in words, what one row is, its fields."""

    name: str
    label: str
    meaning: str
    fields: list[FieldEntry]

    @property
    def is_named_otherwise(self) -> bool:
        """Whether the words do not tell its name in the program."""
        return self.name.casefold() != self.label.replace(" ", "").casefold()


@dataclass(frozen=True, slots=True)
class Chapter:
    """The models of one app."""

    label: str
    models: list[ModelEntry]


def describe_models() -> list[Chapter]:
    """Describe every public model, by app. Touches no database; the words follow the language."""
    return [
        Chapter(
            str(apps.get_app_config(label).verbose_name),
            [describe_model(model) for model in public_models(label)],
        )
        for label in APPS
    ]


def public_models(app_label: str) -> Iterator[type[models.Model]]:
    """Answer the models of an app but those whose rows belong to an account, or are derived."""
    for model in apps.get_app_config(app_label).get_models():
        if model._meta.label_lower not in DERIVED and not any(
            _names_a_person(field) and not field.null for field in _own_fields(model)
        ):
            yield model


def describe_model(model: type[models.Model]) -> ModelEntry:
    return ModelEntry(
        model.__name__,
        capfirst(str(model._meta.verbose_name)),
        _meaning_of_model(model),
        [describe_field(field) for field in public_fields(model)],
    )


def public_fields(model: type[models.Model]) -> Iterator[models.Field]:
    """Answer the fields of a model, in its order, but those that name people or only serve the program."""
    hidden = NOT_PUBLIC.get(model._meta.label_lower, set())
    for field in [*_own_fields(model), *model._meta.local_many_to_many]:
        is_internal = field.auto_created or isinstance(field, NormalisedField) or field.name in hidden
        if not is_internal and not _names_a_person(field):
            yield field


def describe_field(field: models.Field) -> FieldEntry:
    """Describe one field. What may be left out is told with its type."""
    type_in_words = _type_in_words(field)
    if field.null or (field.blank and isinstance(field, _MAY_BE_BLANK)):
        type_in_words = _("%(type)s, may be empty") % {"type": type_in_words}
    meaning = capfirst(str(field.verbose_name))
    if field.help_text:
        meaning = f"{meaning}. {field.help_text}"
    return FieldEntry(
        field.name,
        type_in_words,
        meaning,
        [
            Value(str(value), "" if str(value).replace("-", " ") == str(label).casefold() else str(label))
            for value, label in field.flatchoices
        ],
    )


def _own_fields(model: type[models.Model]) -> list[models.Field]:
    """Answer the fields with a column of their own."""
    return list(model._meta.concrete_fields)


def _names_a_person(field: models.Field) -> bool:
    return field.related_model is get_user_model()


def _meaning_of_model(model: type[models.Model]) -> str:
    """Answer the first paragraph of its docstring; of a model that only joins others, what it joins."""
    doc = inspect.cleandoc(model.__doc__ or "")
    if doc and not doc.startswith(f"{model.__name__}("):  # which is what Django writes where there is none
        return " ".join(doc.partition("\n\n")[0].split()).replace("`", "")
    joined = [str(field.verbose_name) for field in public_fields(model) if field.many_to_one]
    if len(joined) < 2:
        return ""
    return _("Joins %(first)s and %(second)s.") % {"first": ", ".join(joined[:-1]), "second": joined[-1]}


def _type_in_words(field: models.Field) -> str:
    """Answer what a value looks like. A type that has no words here keeps Django's own."""
    if isinstance(field, models.GeneratedField) and field.output_field:
        return _("%(type)s, computed") % {"type": _type_in_words(field.output_field)}
    if field.related_model:
        other = field.related_model._meta
        if field.many_to_many:
            return _("links to %(things)s") % {"things": other.verbose_name_plural}
        return _("link to %(thing)s") % {"thing": other.verbose_name}
    types: dict[type[models.Field], str] = {
        models.URLField: _("web address"),
        models.SlugField: _("short name for addresses"),
        models.FileField: _("file"),
        models.CharField: _("text"),
        models.TextField: _("text"),
        models.BooleanField: _("yes or no"),
        models.IntegerField: _("whole number"),
        models.DateTimeField: _("date and time"),
        models.DateField: _("date"),
        models.JSONField: _("JSON"),
    }
    for known, words in types.items():
        if isinstance(field, known):
            return words
    return str(field.description) % vars(field)
