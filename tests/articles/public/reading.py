"""Read a page as its readers do: by its parts and its words."""

import json

from lxml import html


class Reader:
    """The parts of one answer: `reader["title"]` is the words of the one element with that data-part."""

    def __init__(self, response):
        self.response = response
        self.document = html.document_fromstring(response.content.decode())

    def all(self, part):
        return self.document.xpath(f'//*[@data-part="{part}"]')

    def has(self, part):
        return bool(self.all(part))

    def texts(self, part):
        return [words(element) for element in self.all(part)]

    def __getitem__(self, part):
        (found,) = self.all(part)
        return words(found)

    def structured_data(self):
        (script,) = self.document.xpath('//script[@type="application/ld+json"]')
        return json.loads(script.text)

    def robots(self):
        return self.document.xpath('string(//meta[@name="robots"]/@content)')


def words(element):
    return " ".join(element.text_content().split())


def read(client, path, *, status=200, **headers):
    response = client.get(path, headers=headers)
    assert response.status_code == status, f"{path}: {response.status_code}"
    return Reader(response)


def edit(article, **fields):
    """Change a draft as a form would: nothing but these fields is written."""
    type(article).objects.filter(pk=article.pk).update(**fields)
    article.refresh_from_db()
    return article
