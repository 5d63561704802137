"""Model fields that several apps need."""

from typing import Any

from django.db import models

from upr_tracker.lib.text import normalise


class NormalisedField(models.CharField):
    """What identifies the name in the field `of`, kept up to date by every way of writing."""

    def __init__(self, *args: Any, of: str = "name", **kwargs: Any) -> None:
        self.of = of
        kwargs["editable"] = False
        super().__init__(*args, **kwargs)

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        value = normalise(getattr(model_instance, self.of))
        setattr(model_instance, self.attname, value)
        return value
