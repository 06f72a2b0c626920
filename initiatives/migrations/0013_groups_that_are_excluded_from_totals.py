from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0012_words_of_the_administration")]

    operations = [migrations.RenameField("theme", "beside_plan", "excluded_from_totals")]
