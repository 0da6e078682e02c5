"""What freezing a draft writes, and that it asks the database a fixed number of times."""

from datetime import date

from django.utils import timezone

from articles.editorial.snapshot import freeze
from articles.models import Article
from tests.factories import make_article, make_expert, make_figure, make_topic


def content_of(article):
    return freeze(Article.objects.get(pk=article.pk), on=timezone.now().date()).content


def test_it_holds_everything_a_reader_reads(article):
    content = content_of(article)

    assert set(content) == {
        "schema", "article", "language", "slug", "title", "summary", "lede", "key_points", "hero", "sections",
        "emergency", "bylines", "references", "topics", "disclosures", "waivers", "corrections", "related",
    }  # fmt: skip
    assert content["article"] == str(article.uid)
    assert content["hero"]["digest"] == article.hero.digest
    assert [section["nav_label"] for section in content["sections"]] == ["Overview", "Bottom line"]


def test_references_stand_in_the_order_of_first_use(article):
    article.citations.filter(key="first").update(position=9)

    references = content_of(article)["references"]

    assert [(row["number"], row["key"], row["mentions"]) for row in references] == [(1, "first", 1), (2, "second", 1)]
    assert "Journal of Tests" in references[0]["html"]


def test_what_is_not_cited_is_not_listed(article):
    article.lede = "<p>Nothing cited here.</p>"
    article.save()

    assert [row["key"] for row in content_of(article)["references"]] == ["second"]


def test_people_are_written_down_as_they_stand_on_the_day(article):
    expert = make_expert(name="Ann Doc", degrees=["MD"])
    expert.affiliations.create(institution="Former Hospital", until=date(2020, 1, 1))
    article.bylines.create(expert=expert, role="quoted", position=5)

    byline = content_of(article)["bylines"][1]

    assert (byline["name"], byline["degrees"], byline["role"]) == ("Ann Doc", ["MD"], "quoted")
    assert [row["institution"] for row in byline["affiliations"]] == ["Lakeshore Teaching Hospital"]


def test_a_set_off_quote_gets_its_speaker(article):
    expert = make_expert(name="Ann <Doc>", degrees=["MD"], title="Neurologist")
    article.bylines.create(expert=expert, role="quoted")
    article.sections.filter(position=0).update(
        body=f'<blockquote data-expert="{expert.uid}"><p>Walk.</p></blockquote><p>After</p>'
    )

    html = content_of(article)["sections"][0]["html"]

    assert html == (
        f'<figure class="quote" data-expert="{expert.uid}"><blockquote><p>Walk.</p></blockquote>'
        f'<figcaption><a href="/experts/{expert.slug}/">Ann &lt;Doc&gt;, MD</a><br>'
        "Neurologist, Department of Neurology, Lakeshore Teaching Hospital, Wendover, Oregon</figcaption></figure>"
        "<p>After</p>"
    )


def test_topics_carry_their_path_and_the_main_one_is_first(article):
    nerves = make_topic("brain-and-nerves")
    article.main_topic.parent = nerves
    article.main_topic.save()
    article.topics.set([make_topic("joint-pain"), article.main_topic])

    topics = content_of(article)["topics"]

    assert [topic["slug"] for topic in topics] == ["multiple-sclerosis", "joint-pain"]
    assert topics[0]["path"] == [{"slug": "brain-and-nerves", "name": "Brain and nerves"}]


def test_a_decorative_picture_has_no_alt_text(article):
    figure = make_figure("Line")
    figure.is_decorative = True
    figure.save()
    article.sections.filter(position=0).update(figure=figure)

    assert content_of(article)["sections"][0]["figure"]["alt"] == ""


def test_the_number_of_queries_does_not_grow_with_the_article(article, django_assert_num_queries):
    for number in range(12):
        article.sections.create(position=number + 2, nav_label=f"Part {number}", heading="H", body="<p>x</p>")
        article.bylines.create(expert=make_expert(), role="quoted")
    article = Article.objects.get(pk=article.pk)

    with django_assert_num_queries(12):
        freeze(article, on=timezone.now().date())


def test_two_articles_with_the_same_words_have_different_digests(article):
    from articles.content.digest import digest

    other = make_article("other", author=article.bylines.get().expert)
    Article.objects.filter(pk=article.pk).update(slug="x")
    first = content_of(article)
    Article.objects.filter(pk=article.pk).update(slug="y")
    Article.objects.filter(pk=other.pk).update(slug="x")

    assert {**first, "article": ""} == {**content_of(other), "article": ""}
    assert digest(first) != digest(content_of(other))
