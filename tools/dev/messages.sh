#!/bin/sh
# Collects the words of the public pages into locale/<language>/LC_MESSAGES/django.po and compiles what is translated.
# Translations are committed compiled, so only whoever changes words needs gettext. See docs/languages.md.
set -eu

for program in xgettext msgmerge msgfmt; do
    command -v "$program" >/dev/null || {
        echo "The words cannot be collected: $program is missing. It comes with GNU gettext (apt install gettext)." >&2
        exit 1
    }
done

python=.venv/bin/python
languages=$($python -c '
import os
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "healthcms.settings")
from django.conf import settings
print(*(code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE))')

for language in $languages; do
    # The desks and what stands beside the public pages speak English. Catalogs name files without line numbers and keep
    # no date of their making, so that they change when words do.
    $python manage.py makemessages --locale "$language" --no-obsolete --add-location file --no-wrap --verbosity 0 \
        --ignore articles/admin --ignore articles/desk --ignore articles/editorial --ignore articles/importing \
        --ignore articles/linting --ignore articles/management --ignore articles/models \
        --ignore articles/sample --ignore docs --ignore static --ignore templates/admin \
        --ignore templates/desk --ignore tests --ignore tools --ignore var
    catalog=locale/$language/LC_MESSAGES/django
    sed -i '/^"POT-Creation-Date:/d; /^"Report-Msgid-Bugs-To:/d' "$catalog.po"
    msgfmt --check --statistics --output-file "$catalog.mo" "$catalog.po"
done
