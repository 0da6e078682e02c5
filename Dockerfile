# healthcms in one image: the site, the worker and the commands. It runs as nobody in particular, on a read-only root.
FROM python:3.11-slim-bookworm AS build
WORKDIR /srv/healthcms
RUN python -m venv /srv/venv
COPY requirements.txt ./
RUN /srv/venv/bin/pip install --no-cache-dir --requirement requirements.txt
COPY . .
# Only to collect the files: this key signs and protects nothing.
RUN HEALTHCMS_ENV=development STATIC_ROOT=/srv/static DEBUG=off \
    /srv/venv/bin/python manage.py collectstatic --no-input --verbosity 0
# On a read-only root nothing that is compiled later can be kept: each process would do it again.
RUN /srv/venv/bin/python -m compileall -q articles experts healthcms

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /srv/healthcms healthcms \
    && install --directory --owner healthcms /srv/media /srv/healthcms/var
ENV PATH=/srv/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    STATIC_ROOT=/srv/static MEDIA_ROOT=/srv/media PAGES_GENERATION_FILE=/run/healthcms/generation
WORKDIR /srv/healthcms
COPY --from=build /srv/venv /srv/venv
COPY --from=build /srv/static /srv/static
COPY --from=build /srv/healthcms /srv/healthcms
USER healthcms
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen(r.Request('http://127.0.0.1:8000/readyz', headers={'Host': os.environ['ALLOWED_HOSTS'].split(',')[0]}), timeout=2)"]
CMD ["python", "manage.py", "serve", "--host", "0.0.0.0"]
