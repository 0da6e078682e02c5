"""Versions: frozen, for reading, as a table of their content and as the page that readers would see."""

import json
from typing import Any

from csp.decorators import csp_update
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.admin.readonly import ReadOnlyAdmin
from articles.desk.page import preview
from articles.models import Version
