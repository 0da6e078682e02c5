"""The WSGI application that granian runs (manage.py serve): Django, and before it the edge where pages are stored."""

import gc
import os
import sys
from wsgiref.types import WSGIApplication

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

from healthcms.heap import keep_heap_small

keep_heap_small()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "healthcms.settings")

try:
    application: WSGIApplication = get_wsgi_application()
except ImproperlyConfigured as refusal:
    # "manage.py serve" says so before it starts anything. A server that was started otherwise gets a worker that ends
    # at once, with these sentences; granian starts it again twice and stops then.
    sys.exit(str(refusal))

if settings.PAGES_STORED:
    # Here, as its models need a Django that is set up.
    from articles.pages import listening
    from articles.public.counting import seen_in
    from healthcms.edge import Edge

    # The method itself, as a server calls it for less than the object that has it.
    application = Edge(application, seen=seen_in if settings.COUNT_PAGE_VIEWS else None).__call__
    listening.start()

if settings.NGINX_IS_TOLD:
    from healthcms.for_nginx import for_nginx

    application = for_nginx(application, is_alone=settings.NGINX_ALONE)

# What is loaded by now stays: it need not be looked through again and again for what can go.
gc.collect()
gc.freeze()
