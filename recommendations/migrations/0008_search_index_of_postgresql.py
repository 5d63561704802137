"""PostgreSQL splits words as SQLite does; its index is made anew."""

from django.db import migrations

from recommendations.search import engine_of


def rebuild(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        engine = engine_of("postgresql")
        engine.drop_index(schema_editor.execute)
        engine.create_index(schema_editor.execute)


class Migration(migrations.Migration):
    dependencies = [("recommendations", "0007_sources_and_recurrence")]

    operations = [migrations.RunPython(rebuild, migrations.RunPython.noop)]
