"""The sample content: its files agree with one another and keep the rules that its articles are an example of."""

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest
from lxml import html as lxml_html
from PIL import Image

SAMPLE = Path(__file__).resolve().parents[3] / "articles" / "sample"
TWIN = "ms-can-make-joints-sore"

TAGS = set("p h3 h4 strong em sub sup blockquote br ol ul li a table thead tbody tr caption th td span".split())
KINDS = {
    "systematic_review", "meta_analysis", "randomized_trial", "cohort_study", "case_control", "review",
    "guideline", "web_page", "book",
}  # fmt: skip
DRUGS = re.compile(
    r"gabapentin|pregabalin|duloxetine|baclofen|tizanidine|botulinum|amantadine|modafinil|methylphenidate", re.I
)
INSTITUTIONS = re.compile(r"\b(CDC|NIH|NINDS|FDA|Cochrane|American College|guideline)", re.I)
UNITS = r"(?:hours?|minutes?|days?|pounds?|in ten|in seven|percent)"
WORDS = "one|two|three|four|five|six|seven|eight|nine|ten"
# A number that somebody might act on or doubt. "911" and "988" are telephone numbers.
FIGURE = re.compile(rf"\b(?!911\b|988\b)\d[\d.,]*%?|\bat least (?:{WORDS}) {UNITS}\b|\b(?:{WORDS}) in (?:{WORDS})\b")


def load(name):
    return tomllib.loads((SAMPLE / name).read_text(encoding="utf-8"))


def by(field, rows):
    return {row[field]: row for row in rows}


TOPICS = by("slug", load("topics.toml")["topics"])
EXPERTS = by("key", load("experts.toml")["experts"])
SOURCES = by("key", load("sources.toml")["sources"])
PICTURES = by("key", load("pictures/pictures.toml")["pictures"])
ARTICLES = by("slug", [load(path.relative_to(SAMPLE)) for path in sorted((SAMPLE / "articles").glob("*.toml"))])

ENGLISH = {slug: article for slug, article in ARTICLES.items() if article["language"] == "en"}

each_article = pytest.mark.parametrize("article", ARTICLES.values(), ids=ARTICLES.keys())
# What is looked for in the words.
each_english_article = pytest.mark.parametrize("article", ENGLISH.values(), ids=ENGLISH.keys())


def parts(article):
    """The rich text of an article, in reading order, and what is to stand in it after its next review."""
    revised = article.get("revised", {"changes": []})
    sections = [section["html"] for section in article["sections"]]
    changes = [change["becomes"] for change in revised["changes"]]
    return [article["lede"], *sections, *changes, article.get("emergency", "")]


def tree(article):
    return lxml_html.fragment_fromstring("".join(parts(article)), create_parent="div")


def text(node):
    return " ".join(node.text_content().split())


def blocks(article):
    """Paragraphs, list items and table cells: what a citation has to stand in to support a figure."""
    body = lxml_html.fragment_fromstring("".join(parts(article)[:-1]), create_parent="div")
    return [node for node in body.iter("p", "li", "td") if node.getparent().tag != "blockquote"]


def cited(node):
    return node.xpath(".//sup/@data-cite")


def people(article, role):
    return [line["expert"] for line in article["bylines"] if line["role"] == role]


def test_keys_are_used_once():
    for name, table in [("topics", TOPICS), ("experts", EXPERTS), ("sources", SOURCES)]:
        assert len(load(f"{name}.toml")[name]) == len(table)
    assert len(load("pictures/pictures.toml")["pictures"]) == len(PICTURES)
    assert len(list((SAMPLE / "articles").glob("*.toml"))) == len(ARTICLES)


def test_every_topic_stands_in_the_tree_and_has_a_review_interval():
    for topic in TOPICS.values():
        assert topic.get("parent") is None or topic["parent"] in TOPICS
        assert topic["kind"] in {"area", "condition", "drug", "symptom"}
        assert 12 <= topic["months_between_reviews"] <= 36
        assert topic["description"] and topic["synonyms"]


def test_there_are_writers_reviewers_an_editor_and_one_who_is_only_quoted():
    accounts = [expert["role_account"] for expert in EXPERTS.values()]

    assert len(EXPERTS) == 6
    assert accounts.count("writer") >= 2
    assert accounts.count("medical_reviewer") >= 2
    assert accounts.count("editor") == 1
    assert accounts.count("none") == 1


@pytest.mark.parametrize("expert", EXPERTS.values(), ids=EXPERTS.keys())
def test_an_expert_is_complete_and_plainly_invented(expert):
    assert expert["name"] and expert["title"] and expert["bio"]
    assert expert["orcid"] == ""
    assert expert["portrait"] in PICTURES
    assert all(place["institution"] and place["city"] and place["region"] for place in expert["affiliations"])
    assert all("Sample" in credential["issuer"] for credential in expert["credentials"])
    assert max(row["declared_on"] for row in expert["disclosures"]) >= date(2026, 1, 1)


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES.keys())
def test_a_source_can_be_looked_up(source):
    assert source["kind"] in KINDS
    assert source["title"] and source["container"]
    assert all(("literal" in person) != ("family" in person) for person in source["authors"])
    assert source.get("doi") or source.get("pmid") or source.get("url")
    assert re.fullmatch(r"10\.\d{4,}/\S+", source.get("doi", "10.1000/x"))
    assert re.fullmatch(r"\d{7,8}", source.get("pmid", "1234567"))
    assert source.get("url", "https://").startswith("https://")
    assert "accessed" in source or "url" not in source
    assert source["kind"] == "web_page" or source["year"]


def test_no_two_sources_share_an_identifier():
    for field in ("doi", "pmid", "url"):
        values = [source[field].lower() for source in SOURCES.values() if field in source]
        assert len(values) == len(set(values))


def test_every_source_is_cited_somewhere():
    used = {line["key"] for article in ARTICLES.values() for line in article["citations"]}

    assert used == set(SOURCES)


@pytest.mark.parametrize("picture", PICTURES.values(), ids=PICTURES.keys())
def test_a_picture_is_there_small_and_described(picture):
    path = SAMPLE / "pictures" / picture["file"]
    with Image.open(path) as image:
        size = image.size

    assert path.stat().st_size < 80_000
    assert (SAMPLE / "pictures" / "src" / f"{path.stem}.svg").exists()
    assert size == (400, 400) if picture["key"].startswith("portrait") else size[0] >= 1200
    assert 20 <= len(picture["alt"]) <= 250 and picture["alt"].endswith(".")
    assert picture["credit"] and picture["license"]
    assert all(0 <= percent <= 100 for percent in picture["focal"])
    assert picture["caption"] or picture["key"].startswith("portrait")


def test_every_picture_is_used():
    used = {expert["portrait"] for expert in EXPERTS.values()}
    used |= {article["hero"] for article in ARTICLES.values()}
    used |= {
        section["picture"] for article in ARTICLES.values() for section in article["sections"] if "picture" in section
    }

    assert used == set(PICTURES)


@each_article
def test_the_keys_of_an_article_resolve(article):
    assert article["topics"] and set(article["topics"]) <= set(TOPICS)
    assert article["hero"] in PICTURES
    assert {line["expert"] for line in article["bylines"]} <= set(EXPERTS)
    assert set(article["related"]) <= set(ARTICLES) - {article["slug"]}
    assert len(set(article["related"])) == len(article["related"]) == (4 if article["language"] == "en" else 0)
    assert article["reviewer"] in people(article, "medical_reviewer")
    assert all(section.get("picture", article["hero"]) in PICTURES for section in article["sections"])


@each_article
def test_the_short_texts_fit_their_places(article):
    assert 60 <= len(article["summary"]) <= 160
    assert 3 <= len(article["key_points"]) <= 5
    assert not any("<" in point for point in article["key_points"])
    assert article["language"] in ("en", "es")
    assert article["disclosures"]["funding"] and article["disclosures"]["ai_use"]
    anchors = [section["anchor"] for section in article["sections"]]
    assert len(set(anchors)) == len(anchors)
    assert all(section["nav_label"] and section["heading"] for section in article["sections"])


@each_article
def test_only_draft_tags_and_attributes_are_used(article):
    allowed = {
        "sup": {"class", "data-cite"}, "span": {"class", "data-expert"}, "blockquote": {"data-expert"},
        "a": {"href", "title"}, "ol": {"start"}, "th": {"scope", "colspan", "rowspan"}, "td": {"colspan", "rowspan"},
    }  # fmt: skip
    for node in tree(article).iterdescendants():
        assert node.tag in TAGS
        assert set(node.attrib) <= allowed.get(node.tag, set())
        assert node.tag != "span" or node.get("class") in {"quote", "paraphrase"}


@each_article
def test_markers_and_citations_name_the_same_sources(article):
    marked = cited(tree(article))
    listed = [line["key"] for line in article["citations"]]

    assert len(listed) == len(set(listed)) >= 4
    assert set(marked) == set(listed) <= set(SOURCES)
    assert list(dict.fromkeys(marked)) == listed, "the list follows the order of first use"


@each_article
def test_every_quoted_expert_has_a_byline_and_is_introduced_in_full(article):
    body = tree(article)
    voices = set(body.xpath(".//@data-expert"))

    assert voices == set(people(article, "quoted"))
    for key in voices:
        expert = EXPERTS[key]
        place = expert["affiliations"][0]
        words = text(body)
        first = words.index(expert["name"])
        introduction = words[first : first + 260]
        assert introduction.startswith(", ".join([expert["name"], *expert["degrees"]]))
        assert expert["title"].lower() in introduction
        assert all(place[field] in introduction for field in ("institution", "city", "region"))
        assert words.count(expert["name"]) == 1, "after the introduction it is Dr. and the family name"


@each_article
def test_attribution_style_is_constant(article):
    for key in people(article, "quoted"):
        expert = EXPERTS[key]
        family = expert["name"].split()[-1]
        rest = text(tree(article)).replace(expert["name"], "", 1)
        assert len(re.findall(rf"\b{family}\b", rest)) == len(re.findall(rf"Dr\. {family}\b", rest))


@each_article
def test_inline_quotes_carry_their_marks_and_set_off_quotes_do_not(article):
    body = tree(article)
    for span in body.xpath(".//span[@class='quote']"):
        assert text(span).startswith("“") and text(span).endswith("”")
    for quote in body.iter("blockquote"):
        assert "“" not in text(quote)
    assert '"' not in text(body) and "'" not in text(body)


@each_article
def test_nobody_reviews_a_page_they_wrote_or_are_quoted_in(article):
    reviewer = article["reviewer"]

    assert EXPERTS[reviewer]["role_account"] == "medical_reviewer"
    assert reviewer not in people(article, "author") + people(article, "quoted")
    assert all(EXPERTS[key]["role_account"] == "writer" for key in people(article, "author"))


@each_article
def test_a_figure_stands_beside_its_source(article):
    for block in blocks(article):
        if FIGURE.search(text(block)):
            assert cited(block), text(block)


@each_article
def test_a_claim_of_an_institution_stands_beside_its_source(article):
    for block in blocks(article):
        if INSTITUTIONS.search(text(block)):
            assert cited(block), text(block)


@each_article
def test_every_drug_that_is_named_has_a_source(article):
    named = {drug.lower() for block in blocks(article) for drug in DRUGS.findall(text(block))}
    sourced = {drug.lower() for block in blocks(article) if cited(block) for drug in DRUGS.findall(text(block))}

    assert named == sourced


@each_english_article
def test_every_article_ends_with_a_bottom_line_that_sends_the_reader_to_the_doctor(article):
    last = article["sections"][-1]

    assert last["anchor"] == "bottom-line"
    assert re.search(r"[Aa]sk your doctor", last["html"])


@each_article
def test_links_stay_on_this_site_and_arrive(article):
    for href in tree(article).xpath(".//a/@href"):
        kind, slug = re.fullmatch(r"/(topics|articles)/([a-z0-9-]+)/", href).groups()
        assert slug in (TOPICS if kind == "topics" else ARTICLES)


@each_article
def test_what_is_published_was_approved_by_someone_entitled_to(article):
    if "published_on" not in article:
        return
    day = article["published_on"]
    reviewer = EXPERTS[article["reviewer"]]
    declared = max(row["declared_on"] for row in reviewer["disclosures"] if row["declared_on"] <= day)
    longest = min(TOPICS[slug]["months_between_reviews"] for slug in article["topics"])

    assert any(row["verified_on"] <= day <= row["expires_on"] for row in reviewer["credentials"])
    assert (day - declared).days <= 365
    assert (article["next_review_due"] - day).days <= longest * 31
    assert article["approval_note"] and article["change_note"]
    for line in article["citations"]:
        assert SOURCES[line["key"]].get("accessed", day) <= day
        assert SOURCES[line["key"]].get("year", day.year) <= day.year


def test_the_other_language_of_the_interface_has_an_article_and_topics_of_its_own():
    articles = [article for article in ARTICLES.values() if article["language"] == "es"]

    assert len(articles) == 1
    for article in articles:
        assert not set(article["topics"]) & {slug for other in ENGLISH.values() for slug in other["topics"]}
        assert re.search(r"[Pp]ida a su médico", article["sections"][-1]["html"])


def test_all_states_of_a_review_can_be_seen():
    today = date(2026, 11, 22)
    published = [article for article in ARTICLES.values() if "published_on" in article]
    late = [(today - article["next_review_due"]).days for article in published]

    assert len(published) >= 8
    assert len(ARTICLES) - len(published) == 1
    assert sum(days > 30 for days in late) == 1
    assert sum(0 < days <= 30 for days in late) == 1


def test_there_is_a_table_with_scoped_headers_and_an_emergency_box():
    tables = [node for article in ARTICLES.values() for node in tree(article).iter("table")]

    assert tables
    for table in tables:
        assert table.find("caption") is not None and table.find("thead") is not None
        assert {th.get("scope") for th in table.iter("th")} == {"col", "row"}
    assert sum(bool(article.get("emergency")) for article in ARTICLES.values()) >= 2


@each_english_article
def test_the_language_is_plain(article):
    words = re.findall(r"[A-Za-z’]+", text(tree(article)))
    sentences = len(re.findall(r"[.!?:]", text(tree(article))))
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", word.lower().removesuffix("e")))) for word in words)
    grade = 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59

    assert grade <= 9
    assert not re.search(r"\b(colour|fibre|tumour|anaemia|oedema|programme|behaviour|centre)\b", text(tree(article)))


def test_the_twin_has_the_shape_of_the_page_it_stands_for():
    article = ARTICLES[TWIN]
    body = tree(article)
    lede = lxml_html.fragment_fromstring(article["lede"], create_parent="div")
    treatment = lxml_html.fragment_fromstring(article["sections"][2]["html"], create_parent="div")

    assert len(lede.findall("p")) == 5
    assert [section["nav_label"] for section in article["sections"]] == [
        "Overview", "Diagnosis", "Treatment options", "Bottom line",
    ]  # fmt: skip
    assert all(section["heading"] != section["nav_label"] for section in article["sections"])
    assert len(list(treatment.iter("h3"))) == 4
    assert [text(li.find("strong"))[-1] for li in treatment.iter("li")] == [":", ":"]
    assert len(body.xpath(".//span[@class='quote'] | .//blockquote")) == 7
    assert len(body.xpath(".//span[@class='paraphrase']")) == 9
    assert len(people(article, "quoted")) == 2
    assert len(article["citations"]) >= 8
    assert any("picture" in section for section in article["sections"])
    assert article["history"]["originally_published"] < article["history"]["last_updated"] < article["published_on"]
    earlier = article["earlier"]
    assert earlier["published_on"] < earlier["corrections"][0]["on"] < article["published_on"]
    for phrase in ("National Institutes of Health", "CDC", "150 minutes", "seven hours", "osteoarthritis", "gout"):
        assert phrase.lower() in text(body).lower()
