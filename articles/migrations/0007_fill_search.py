"""Index what is public already, and learn its words."""

import json

from django.db import migrations
from django.utils import timezone

from articles.content.search_words import fields_of, to_learn_from


def fill(apps, schema_editor):
    Publication = apps.get_model("articles", "Publication")
    SearchDocument = apps.get_model("articles", "SearchDocument")
    SearchWord = apps.get_model("articles", "SearchWord")
    visible = Publication.objects.filter(withdrawn_at__isnull=True).exclude(visible_until__lte=timezone.now())
    for publication in visible.select_related("version").order_by("changed_on", "pk").iterator(chunk_size=200):
        content = json.loads(publication.version.document)
        names = [str(name) for topic in publication.topics.all() for name in (topic.name, *topic.synonyms)]
        SearchDocument.objects.create(publication=publication, **fields_of(content, names=names))
        SearchWord.objects.bulk_create(
            [
                SearchWord(word=word, initial=word[0], length=len(word))
                for word in to_learn_from(content, names=names)
            ],
            ignore_conflicts=True,
        )


def empty(apps, schema_editor):
    apps.get_model("articles", "SearchDocument").objects.all().delete()
    apps.get_model("articles", "SearchWord").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("articles", "0006_search")]

    operations = [migrations.RunPython(fill, empty)]
