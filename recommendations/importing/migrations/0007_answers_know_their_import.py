import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("importing", "0006_plans_have_versions")]

    operations = [
        migrations.AddField(
            model_name="choice",
            name="answered_in",
            field=models.ForeignKey(
                help_text="The import whose question it was.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="answers",
                to="importing.import",
                verbose_name="answered for",
            ),
        ),
    ]
