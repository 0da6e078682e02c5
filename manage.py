#!/usr/bin/env python
"""Django's command line for healthcms."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "healthcms.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as refusal:
        # The sentences say what to set; a traceback above them would hide it.
        sys.exit(str(refusal))


if __name__ == "__main__":
    main()
