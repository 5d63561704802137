from django.db import migrations


def plan_anew(apps, schema_editor):
    """Plans of the old shape cannot be carried out; those that wait for somebody are made again."""
    Import = apps.get_model("importing", "Import")
    apps.get_model("importing", "PlannedChange").objects.all().delete()
    Import.objects.exclude(phase__in=["applied", "failed"]).update(phase="waiting", attempts=0)


class Migration(migrations.Migration):
    dependencies = [("importing", "0003_plans_made_anew")]

    operations = [migrations.RunPython(plan_anew, migrations.RunPython.noop)]
