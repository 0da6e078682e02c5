"""The WSGI application that a server such as gunicorn runs."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "healthcms.settings")

# gunicorn stops for good on this exit status; any other one makes it start the worker again, forever.
GUNICORN_BOOT_ERROR = 3

try:
    application = get_wsgi_application()
except ImproperlyConfigured as refusal:
    print(refusal, file=sys.stderr)
    sys.exit(GUNICORN_BOOT_ERROR)
