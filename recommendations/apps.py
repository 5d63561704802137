from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class RecommendationsConfig(AppConfig):
    name = "recommendations"
    verbose_name = _("Recommendations")

    def ready(self) -> None:
        post_migrate.connect(_restore_search_triggers, sender=self)


def _restore_search_triggers(*, using: str, **kwargs: Any) -> None:
    from recommendations.search import engine_of

    connection = connections[using]
    if "recommendations_search" in connection.introspection.table_names() or connection.vendor != "sqlite":
        with connection.cursor() as cursor:
            engine_of(connection.vendor).restore_triggers(cursor.execute)
