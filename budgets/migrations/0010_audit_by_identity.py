"""Audit entries know their object by content type and key; what they called it stands beside it as a label.

`reports` 0006 finds the keys of the entries that are there.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("budgets", "0009_words_of_roles_help_and_messages"),
    ]

    operations = [
        migrations.RenameField("auditentry", "object_id", "label"),
        migrations.AlterField(
            "auditentry", "label", models.CharField(blank=True, max_length=100, verbose_name="hvilken")
        ),
        migrations.AddField(
            "auditentry",
            "content_type",
            models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="contenttypes.contenttype",
            ),
        ),
        migrations.AddField(
            "auditentry",
            "object_id",
            models.PositiveBigIntegerField(editable=False, null=True, verbose_name="nøgle"),
        ),
        migrations.AddIndex("auditentry", models.Index(fields=["content_type", "object_id"], name="audit_by_object")),
    ]
