"""Numbers by first use, in reading order."""

from hypothesis import given
from hypothesis import strategies as st

from articles.content.citations import Numbering, keys_in


def marker(key):
    return f'<sup class="cite" data-cite="{key}"></sup>'


def test_sources_are_numbered_by_first_use_across_parts():
    numbering = Numbering(known=frozenset({"a", "b", "c"}))

    lede = numbering.apply(f"<p>x{marker('b')}</p>")
    body = numbering.apply(f"<p>y{marker('a')} z{marker('b')}</p>")

    assert 'id="cite-1-1"' in lede
    assert 'id="cite-2-1"' in body
    assert 'id="cite-1-2"' in body
    assert numbering.mentions == {"b": 2, "a": 1}


def test_a_marker_opens_its_source_without_a_script():
    html = Numbering(known=frozenset({"a"})).apply(f"<p>x{marker('a')}, y</p>")

    assert html == (
        '<p>x<sup class="cite" data-cite="a"><button type="button" id="cite-1-1" popovertarget="source-1" '
        'aria-label="Source 1"><span>1</span></button></sup>, y</p>'
    )


def test_an_unknown_key_is_removed_and_remembered():
    numbering = Numbering(known=frozenset({"a"}))

    assert numbering.apply(f"<p>x{marker('nope')} y</p>") == "<p>x y</p>"
    assert numbering.unknown == ["nope"]


def test_keys_are_found_in_order():
    assert keys_in(f"<p>{marker('b')}{marker('a')}{marker('b')}</p>") == ["b", "a", "b"]


@given(st.lists(st.sampled_from("abcde"), max_size=12))
def test_numbers_run_from_one_without_gaps(keys):
    numbering = Numbering(known=frozenset("abcde"))

    numbering.apply("".join(f"<p>x{marker(key)}</p>" for key in keys))

    assert [numbering.number(key) for key in dict.fromkeys(keys)] == list(range(1, len(set(keys)) + 1))
    assert sum(numbering.mentions.values()) == len(keys)
