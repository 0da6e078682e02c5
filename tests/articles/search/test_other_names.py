"""What else a thing is called, as its topics spell it."""

from articles.models import Topic
from articles.search.other_names import Names
from articles.search.question import asked


def test_other_names_are_told_in_the_order_of_the_topics_and_as_each_spells_them():
    angina = Topic(pk=1, name="Angina", synonyms=["Heart pain"])
    heart_pain = Topic(pk=2, name="Heart-pain", synonyms=["ANGINA", "Chest pain"])
    names = Names([angina, heart_pain, Topic(pk=3, name="Asthma", synonyms=["Wheeze"])])

    assert names.spoken(names.opened(asked("chest pain"))) == ["Angina", "Heart pain", "Heart-pain", "ANGINA"]
    assert names.spoken(names.opened(asked("chest"))) == []
