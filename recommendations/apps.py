from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class RecommendationsConfig(AppConfig):
    name = "recommendations"
    verbose_name = _("Recommendations")

    def ready(self) -> None:
        post_migrate.connect(_restore_triggers, sender=self)


def _restore_triggers(*, using: str, **kwargs: Any) -> None:
    """Make triggers of SQLite that are missing: Django rebuilds a table to alter it, and they go with it."""
    from recommendations import facet_keys, search
    from recommendations.facet_keys import sqlite
    from recommendations.models import FacetKeys

    connection = connections[using]
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master")
        there = {name for (name,) in cursor.fetchall()}
        if "recommendations_search" in there:
            search.engine_of("sqlite").restore_triggers(cursor.execute)
        if FacetKeys._meta.db_table in there and not there.issuperset(sqlite.names()):
            facet_keys.create("sqlite", cursor.execute)
