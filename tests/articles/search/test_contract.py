"""What both databases answer alike: each test runs on SQLite and on PostgreSQL, against the same small library."""

import random
import time
from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from articles.editorial import release, workflow
from articles.models import Article, Publication, SearchDocument, Topic
from articles.search.finding import find, hits, titles_that_answer
from articles.search.meaning import meant
from articles.search.other_names import Names
from articles.search.question import Part, asked, begun
from tests.at_once import at_once
from tests.factories import make_article, make_topic
from tests.scenes import scene

# slug: (title, topic, summary, heading, text)
LIBRARY = {
    "heart": (
        "Myocardial infarction: the first hour", "myocardial-infarction",
        "What happens when the heart muscle gets no blood.", "Who is at risk", "<p>Chest pressure, sweating.</p>",
    ),
    "arm": (
        "Pain in the left arm", "arm-pain",
        "A sore arm has many causes.", "When to call", "<p>A heart attack can begin in the arm.</p>",
    ),
    "chest": (
        "A tight chest", "chest-pain",
        "From the lungs or from the heart.", "Causes", "<p>Rarely it is a myocardial infarction.</p>",
    ),
    "knees": (
        "Aching knees after running", "joint-pain",
        "Why runners' joints hurt.", "Swollen joints", "<p>Rest the knee. Viruses inflame it: 5 mg, 2.5 km.</p>",
    ),
    "crohn": (
        "Crohn’s disease and diarrhoea", "crohns-disease",
        "An inflamed bowel.", "Eating", "<p>A virus makes it worse. Naïve &amp; children: COVID-19.</p>",
    ),
    "runner": (
        "Training", "movement",
        "How to begin.", "A plan", "<p>Run slowly; your knees will thank you. Bed of nails.</p>",
    ),
}  # fmt: skip
SYNONYMS = {
    "myocardial-infarction": ["heart attack", "MI"],
    "joint-pain": ["arthralgia", "sore joints"],
    "crohns-disease": ["regional enteritis"],
}


@scene
def library(staff):
    """Publications with exactly these words, each a day older than the one before it."""
    return {slug: add(staff, slug, days_ago=age) for age, slug in enumerate(LIBRARY)}


def add(staff, slug, *, days_ago=0):
    title, topic, summary, heading, text = LIBRARY[slug]
    article = make_article(
        slug,
        title=title,
        summary=summary,
        author=staff.writer.expert,
        main_topic=make_topic(topic, synonyms=SYNONYMS.get(topic, [])),
        lede='<p>Read on.<sup class="cite" data-cite="first"></sup></p>',
        key_points=[],
        emergency="",
    )
    article.sections.all().delete()
    cited = text.replace("</p>", '<sup class="cite" data-cite="second"></sup></p>')
    article.sections.create(position=0, nav_label=heading, heading=heading, body=cited)
    return staff.published(article, now=timezone.now() - timedelta(days=days_ago))


def slugs(question):
    keys = find(Names(Topic.objects.all()).opened(question))
    found = Publication.objects.in_bulk(keys)
    return [found[key].slug for key in keys]


FINDS = {
    "knee": ["knees", "runner"],
    "knees": ["knees", "runner"],
    "running": ["knees", "runner"],
    "runs": ["knees", "runner"],
    "Aching RUNNER": ["knees"],
    "joint": ["knees"],
    "heart attack": ["heart", "arm", "chest"],
    "Heart Attacks": ["heart", "arm", "chest"],
    "myocardial infarction": ["heart", "arm", "chest"],
    "mi": ["heart", "arm", "chest"],
    "arthralgia": ["knees"],
    "regional enteritis": ["crohn"],
    "crohn's": ["crohn"],
    "crohns": ["crohn"],
    "Crohn disease": ["crohn"],
    "diarrhea": ["crohn"],
    "diarrhoea": ["crohn"],
    "virus": ["knees", "crohn"],
    "viruses": ["knees", "crohn"],
    "naive": ["crohn"],
    "child": ["crohn"],
    "covid 19": ["crohn"],
    "covid-19": ["crohn"],
    "2.5 km": ["knees"],
    '"bed of nails"': ["runner"],
    '"nails of bed"': [],
    '"left arm" pain': ["arm"],
    '"arm left"': [],
    '"running who"': ["knees", "runner"],
    "heart": ["heart", "chest", "arm"],
    "pain": ["arm", "chest", "knees"],
    "what is the": [],
    "knee heart": [],
    "unheard-of": [],
    "": [],
}


def test_the_same_words_find_the_same_pages_in_the_same_order(library):
    assert {text: slugs(asked(text)) for text in FINDS} == FINDS


def test_a_title_stands_before_a_heading_a_summary_and_a_text_and_then_the_newest_first(library):
    # "heart": a topic's name, a summary, a text; "joint": summary and heading of one page alone.
    assert slugs(asked("heart")) == ["heart", "chest", "arm"]
    assert slugs(asked("pain")) == ["arm", "chest", "knees"]


def test_a_word_is_found_by_its_beginning_while_it_is_typed(library):
    assert slugs(begun("kne")) == ["knees", "runner"]
    assert slugs(begun("aching kne")) == ["knees"]
    assert slugs(begun("kne ")) == []
    assert slugs(asked("kne")) == []


def test_another_spelling_of_a_known_word_is_understood(library):
    assert meant(asked("hart atack")) == "heart attack"
    assert meant(asked("diarrea")) == "diarrhoea"
    assert meant(asked("infraction")) == "infarction"
    assert meant(asked("running")) == ""
    assert meant(asked("xyzzyx")) == ""


def test_a_name_around_a_shorter_one_is_not_looked_for_as_it_finds_nothing_more():
    names = (("asthma", "disease"), ("airway", "spasm"), ("severe", "airway", "spasm"), ("disease", "of", "asthmatics"))
    part = Part(("asthma",), other_names=names)

    assert part.names_to_ask == (("airway", "spasm"), ("disease", "of", "asthmatics"))


def test_words_around_another_name_are_not_looked_for_as_they_find_nothing_more():
    around = ("severe", "airway", "spasm")

    assert Part(around, other_names=(("spasm",),)).is_asked_by_a_name
    assert Part(around, is_quoted=True, other_names=(("airway", "spasm"),)).is_asked_by_a_name
    # All these words may stand on a page that has no such run.
    assert not Part(around, other_names=(("airway", "spasm"),)).is_asked_by_a_name
    assert not Part(("asthma",), other_names=(("asthma", "disease"),)).is_asked_by_a_name


def test_what_readers_may_not_see_is_never_found(library, staff):
    def found():
        return [slugs(asked(text)) for text in ("knee", "aching", "sore joints")]

    article = library["knees"].article
    assert all("knees" in each for each in found())

    workflow.withdraw(article, reason="It was wrong.", by=staff.editor)
    assert not any("knees" in each for each in found())
    assert not SearchDocument.objects.filter(publication=library["knees"]).exists()

    workflow.reinstate(article, by=staff.editor, note="It was right.")
    assert all("knees" in each for each in found())

    # Whatever the index says.
    Publication.objects.filter(pk=library["knees"].pk).update(withdrawn_at=timezone.now(), withdrawal_reason="Wrong.")
    assert not any("knees" in each for each in found())
    Publication.objects.filter(pk=library["knees"].pk).update(
        withdrawn_at=None, withdrawal_reason="", visible_from=timezone.now() + timedelta(days=1)
    )
    assert not any("knees" in each for each in found())


def test_only_pages_with_a_review_that_is_due_late_enough_are_found_where_that_is_asked(library):
    knees, runner = library["knees"], library["runner"]
    day = timezone.now().date()
    Publication.objects.update(review_due_on=day)

    def found():
        return [key for key, _ in hits(asked("knee"), reviewed_since=day)]

    assert found() == [knees.pk, runner.pk]
    Publication.objects.filter(pk=knees.pk).update(review_due_on=day - timedelta(days=1))
    assert found() == [runner.pk]
    Publication.objects.filter(pk=runner.pk).update(review=None)
    assert found() == []


def test_a_draft_is_found_by_nothing(library, staff):
    article = library["knees"].article
    Article.objects.filter(pk=article.pk).update(title="Zebra")
    article.refresh_from_db()
    workflow.save_draft(article, by=staff.writer)

    assert slugs(asked("zebra")) == []


def test_a_scheduled_version_is_found_from_its_hour_on_and_the_one_before_it_until_then(library, staff):
    article = library["knees"].article
    Article.objects.filter(pk=article.pk).update(title="Zebra")
    article.refresh_from_db()
    staff.approved(article)
    hour = timezone.now() + timedelta(days=1)
    workflow.schedule(article, visible_from=hour, by=staff.editor)

    assert slugs(asked("aching")) == ["knees"] and slugs(asked("zebra")) == []
    Publication.objects.filter(visible_from=hour).update(visible_from=timezone.now())
    Publication.objects.filter(visible_until=hour).update(visible_until=timezone.now())
    assert slugs(asked("aching")) == [] and slugs(asked("zebra")) == ["knees"]


def test_the_words_of_the_version_before_are_forgotten(library, staff):
    article = library["knees"].article
    Article.objects.filter(pk=article.pk).update(title="Zebra")
    article.refresh_from_db()
    staff.published(article)

    assert slugs(asked("aching")) == [] and slugs(asked("zebra")) == ["knees"]
    assert SearchDocument.objects.filter(publication__article=article).count() == 1


def test_the_index_and_the_release_are_all_or_nothing(library, monkeypatch, staff):
    def fall_over(*args, **kwargs):
        raise RuntimeError("no room")

    article = library["knees"].article
    monkeypatch.setattr(release.indexing, "renew", fall_over)
    with pytest.raises(RuntimeError):
        workflow.withdraw(article, reason="It was wrong.", by=staff.editor)

    assert slugs(asked("aching")) == ["knees"]


def test_of_more_than_the_most_one_more_is_named_and_the_best_are_kept(library):
    everything = find(asked("heart or virus"), most=1)
    best = find(asked("heart"), most=1)

    assert len(everything) <= 2 and len(best) == 2
    assert Publication.objects.get(pk=best[0]).slug == "heart"


def test_the_newest_pages_do_not_hide_the_old_ones(library):
    """An index is asked for the newest block of pages first, then a larger one, then all; or all at once."""
    for slug, number in {"knees": 100_000, "crohn": 90_000, "runner": 60_000}.items():
        document = library[slug].search_document
        document.delete()
        document.pk = number
        document.save(force_insert=True)

    assert slugs(asked("virus")) == ["knees", "crohn"]
    assert find(asked("virus"), most=1) == [library["knees"].pk, library["crohn"].pk]
    assert slugs(asked("knee")) == ["knees", "runner"]
    assert slugs(asked("heart")) == ["heart", "chest", "arm"]
    assert find(asked("knee"), most=1) == [library["knees"].pk, library["runner"].pk]
    # Of nine, the newest block would have to hold a third of one for a word not to be rare.
    for text in ("virus", "knee", "heart", "joint pain"):
        assert find(asked(text), most=9) == find(asked(text)) != []


def test_a_title_that_begins_so_is_suggested_from_two_letters_on_and_only_while_it_is_live(library, staff):
    assert titles_that_answer(begun("ac"), most=8) == ["Aching knees after running"]
    assert titles_that_answer(begun("a"), most=8) == []
    assert titles_that_answer(begun("training"), most=8) == ["Training"]

    workflow.withdraw(library["knees"].article, reason="It was wrong.", by=staff.editor)
    assert titles_that_answer(begun("ac"), most=8) == []


def test_each_hit_names_its_topics(library):
    (publication, topics), *_ = hits(asked("aching"))

    assert publication == library["knees"].pk
    assert topics == str(library["knees"].topics.get().pk)


PIECES = (
    "\" ' * ( ) : ^ - + ~ & | ! < > = % _ \\ / ; -- { } [ ] # @ $ , . ? “ ” ’ AND OR NOT NEAR NEAR( title: body: "
    "<-> :* heart joint heart* he* rowid MATCH SELECT DROP 心臓 قلب café ﬁ ß İ ①② 1e5 007 0x1F 3.14 😀 👩‍⚕️ \u202e"
).split(" ") + [
    "\0",
    "\x1b",
    "\ud800",
    "\ufeff",
    "\u200b",
    " ",
    "\n",
    "\t",
    "a" * 10_000,
    "ab " * 3_400,
    '"' * 500,
    "'" * 500,
]


def test_nothing_that_can_be_typed_is_an_error_or_slow(library):
    chance = random.Random(20261122)
    names = Names(Topic.objects.all())

    def answer(text):
        for question in (asked(text), begun(text)):
            find(names.opened(question))
            meant(question)

    for _ in range(500):
        text = chance.choice(["", " "]).join(chance.choices(PIECES, k=chance.randint(1, 12)))
        at_once(partial(answer, text), within=1, clock=time.perf_counter)
