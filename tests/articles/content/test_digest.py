"""One content, one digest, on every database."""

import json

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.content.digest import NotCanonical, canonical, digest, normalise

texts = st.text(alphabet=st.characters(), max_size=20)
documents = st.recursive(
    st.none() | st.booleans() | st.integers(min_value=-(2**60), max_value=2**60) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


def test_key_order_and_letter_forms_make_no_difference():
    assert digest({"b": "e\u0301", "a": 1}) == digest({"a": 1, "b": "\u00e9"})


def test_a_known_document_has_the_known_digest():
    assert canonical({"b": [1, None], "a": "ü"}) == '{"a":"ü","b":[1,null]}'
    assert digest({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


@pytest.mark.parametrize("value", [1.0, -0.0, 1e22, float("nan"), {1: "x"}, {"a": {2, 3}}, b"x", object()])
def test_what_has_no_single_form_is_refused(value):
    with pytest.raises(NotCanonical):
        canonical(value)


def test_two_keys_that_become_one_are_refused():
    with pytest.raises(NotCanonical):
        canonical({"e\u0301": 1, "\u00e9": 2})


def _accepted(value):
    try:
        return normalise(value), True
    except NotCanonical:
        return None, False


@given(documents)
def test_normalising_is_idempotent(value):
    once, accepted = _accepted(value)

    if accepted:
        assert normalise(once) == once
        assert canonical(json.loads(canonical(value))) == canonical(value)


@pytest.mark.django_db
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(documents)
def test_the_digest_survives_the_databases_own_json(value):
    once, accepted = _accepted(value)
    if not accepted:
        return
    cast = "SELECT CAST(%s AS jsonb)::text" if connection.vendor == "postgresql" else "SELECT json(%s)"
    with connection.cursor() as cursor:
        cursor.execute(cast, [canonical(once)])
        (stored,) = cursor.fetchone()

    assert digest(json.loads(stored)) == digest(value)
