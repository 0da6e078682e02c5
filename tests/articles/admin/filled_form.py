"""Fill in a form of a page as a browser would send it: what is there, with the given fields changed."""

from lxml import html


def filled_form(response, form_id="article_form", **changes):
    """Return the fields of the form with `form_id`, changed by `changes`; __ in a name stands for a hyphen."""
    root = html.fromstring(response.content.decode())
    (form,) = root.xpath(f"//form[@id='{form_id}']")
    fields = {}
    for name, value in form.form_values():
        if "__prefix__" not in name:
            fields.setdefault(name, []).append(value)
    for name, value in changes.items():
        fields[name.replace("__", "-")] = [value]
    return {name: values[0] if len(values) == 1 else values for name, values in fields.items()}
