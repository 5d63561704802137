from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("importing", "0005_plans_in_reverse")]

    operations = [
        migrations.AddField(
            model_name="import",
            name="plan_version",
            field=models.PositiveIntegerField(
                default=0,
                help_text="Counted up each time the plan is made anew: who applies a plan says which.",
                verbose_name="version of the plan",
            ),
        ),
    ]
