"""The full-text index, which differs between the two databases and is no model field."""

from django.db import migrations

from recommendations.search import engine_of


def create_index(apps, schema_editor):
    engine_of(schema_editor.connection.vendor).create_index(schema_editor.execute)


def drop_index(apps, schema_editor):
    engine_of(schema_editor.connection.vendor).drop_index(schema_editor.execute)


class Migration(migrations.Migration):
    dependencies = [("recommendations", "0001_initial")]

    operations = [migrations.RunPython(create_index, drop_index)]
