"""oEmbed, security.txt and llms.txt: what other sites and machines are told of this one."""

import pytest

from articles.editorial import workflow
from tests.articles.public.reading import edit, read
from tests.factories import make_article

SITE = "http://localhost:8000"


def described(client, path, **query):
    return client.get("/oembed", {"url": f"{SITE}{path}", **query})


def test_a_page_is_described_without_a_script(client, staff):
    publication = staff.published(make_article(title="Sore <script>joints</script>", author=staff.writer.expert))

    response = described(client, "/articles/sore-joints/")
    told = response.json()

    assert (told["version"], told["type"], told["title"]) == ("1.0", "rich", publication.title)
    assert told["author_name"] == "Wanda Writer" and told["provider_url"] == f"{SITE}/"
    assert "<script" not in told["html"] and "&lt;script&gt;" in told["html"]
    assert told["html"].startswith(f'<blockquote cite="{SITE}/articles/sore-joints/">')
    assert "Medically reviewed " in told["html"]
    assert told["thumbnail_url"].startswith(f"{SITE}/articles/sore-joints/card-")
    assert response["Access-Control-Allow-Origin"] == "*" and not response.cookies


def test_the_page_leads_to_its_description(client, published):
    page = read(client, "/articles/sore-joints/")
    (link,) = page.document.xpath('//link[@type="application/json+oembed"]/@href')

    assert client.get(link).json()["title"] == "Sore joints"


@pytest.mark.parametrize(("room", "width"), [("300", 300), ("5", 5), ("0", 1), ("9999", 600), ("x", 600), ("٣", 600)])
def test_it_takes_no_more_room_than_there_is(client, published, room, width):
    assert described(client, "/articles/sore-joints/", maxwidth=room).json()["width"] == width


def test_an_old_address_is_described_as_the_page_it_leads_to(client, staff, published):
    edit(published.article, slug="new-slug")
    staff.published(published.article)

    assert f"{SITE}/articles/new-slug/" in described(client, "/articles/sore-joints/").json()["html"]


@pytest.mark.parametrize(
    "address",
    ["", "x", "https://example.org/articles/sore-joints/", f"{SITE}/articles/", f"{SITE}/articles/none/",
     f"{SITE}.example.org/articles/sore-joints/", f"{SITE}/admin/", f"{SITE}/articles/sore-joints/history/",
     f"{SITE}/[", "//" + "a" * 5000],
)  # fmt: skip
def test_what_is_no_page_of_ours_is_not_found(client, published, address):
    response = client.get("/oembed", {"url": address})

    assert response.status_code == 404 and "error" in response.json()


def test_only_json_is_offered(client, published):
    assert described(client, "/articles/sore-joints/", format="xml").status_code == 501


def test_a_withdrawn_page_is_not_described(client, staff, published):
    workflow.withdraw(published.article, reason="Wrong.", by=staff.editor)

    assert described(client, "/articles/sore-joints/").status_code == 404


def test_security_txt_names_whom_to_write_to_until_when(client, settings):
    settings.SECURITY_CONTACT = "security@example.org"
    text = client.get("/.well-known/security.txt").content.decode()

    assert "Contact: mailto:security@example.org\n" in text and "\nExpires: 20" in text
    assert f"Canonical: {SITE}/.well-known/security.txt\n" in text
    settings.SECURITY_CONTACT = "https://example.org/report"
    assert b"Contact: https://example.org/report\n" in client.get("/.well-known/security.txt").content


def test_without_a_contact_there_is_no_security_txt(client, settings):
    settings.SECURITY_CONTACT = ""

    assert client.get("/.well-known/security.txt").status_code == 404


def test_llms_txt_leads_to_what_machines_may_read(client, published):
    text = client.get("/llms.txt").content.decode()

    assert text.startswith("# healthcms\n\n> ")
    assert f"[Multiple sclerosis]({SITE}/topics/multiple-sclerosis/): 1 article\n" in text
