"""The keys of facets, in one narrow row for each recommendation, kept by triggers."""

import django.db.models.deletion
from django.db import migrations, models

from recommendations import facet_keys


def create_triggers(apps, schema_editor):
    facet_keys.create(schema_editor.connection.vendor, schema_editor.execute)


def drop_triggers(apps, schema_editor):
    facet_keys.drop(schema_editor.connection.vendor, schema_editor.execute)


class Migration(migrations.Migration):

    dependencies = [
        ('recommendations', '0008_search_index_of_postgresql'),
        ('reviews', '0003_documents_of_published_totals'),
    ]

    operations = [
        migrations.CreateModel(
            name='FacetKeys',
            fields=[
                ('id', models.BigAutoField(help_text='The row has the key of its recommendation.', primary_key=True, serialize=False, verbose_name='recommendation')),
                ('position', models.CharField(max_length=10, verbose_name='position')),
                ('implementation_status', models.CharField(max_length=30, verbose_name='implementation')),
                ('action_category', models.PositiveSmallIntegerField(null=True, verbose_name='action category')),
                ('wording', models.CharField(max_length=10, verbose_name='how good what we hold of the words is')),
                ('requests', models.TextField(verbose_name='codes of the States, one for each request')),
                ('themes', models.TextField(verbose_name='keys of the themes')),
                ('affected_groups', models.TextField(verbose_name='keys of the affected groups')),
                ('goals', models.TextField(verbose_name='codes of the Goals and targets')),
                ('positions_ever', models.TextField(verbose_name='positions at some time')),
                ('review', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='reviews.review', verbose_name='review')),
            ],
            options={
                'verbose_name': 'keys of facets',
                'verbose_name_plural': 'keys of facets',
            },
        ),
        migrations.RunPython(create_triggers, drop_triggers),
    ]
