from django.db import migrations


def plan_anew(apps, schema_editor):
    """The records of plans hold more now: plans that wait to be applied are made again by a worker."""
    imports = apps.get_model("importing", "Import").objects
    imports.filter(phase__in=["planned", "queued", "applying"]).update(phase="waiting", attempts=0)


class Migration(migrations.Migration):

    dependencies = [
        ("importing", "0002_problem_places_and_column_headings"),
    ]

    operations = [
        migrations.RunPython(plan_anew, migrations.RunPython.noop),
    ]
