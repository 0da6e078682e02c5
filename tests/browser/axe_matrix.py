"""Every type of public page in every window, looked at by axe: 320 to 1280 px, light, dark and with forced colors.

python -m tests.browser.axe_matrix

`make test` shows axe each page in one or a few of these windows; all of them take some minutes more. Run it before a
release and after a change of tokens or layout.
"""

import sys
from itertools import product

import pytest

from tests.browser.windows import SCHEMES, WIDTHS, beyond, set_window


@pytest.mark.parametrize(("scheme", "width"), product(SCHEMES, WIDTHS))
def test_every_page(scheme, width, site, page, run_axe):
    # Here, as the models are there only when pytest has set up Django.
    from tests.browser.public_site import PAGES

    set_window(page, scheme=scheme, width=width)
    found = []
    for path in PAGES.values():
        page.goto(path)
        if (pixels := beyond(page)) > 0:
            found.append(f"{path} is {pixels} px wider than {width} px")
        try:
            run_axe(page)
        except AssertionError as problems:
            found.append(str(problems))

    assert not found, "\n".join(found)


if __name__ == "__main__":
    sys.exit(pytest.main([__file__, "-v", "--import-mode=importlib", "-o", "faulthandler_timeout=0", *sys.argv[1:]]))
