"""All settings, from the environment and an optional .env file; production refuses to start half configured."""

from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONE, SELF

from healthcms.environment import Requirements, is_ed25519_seed, key_kept_in
from healthcms.media_storage import is_usable, storage_for

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()
env.read_env(env.str("ENV_FILE", default=str(BASE_DIR / ".env")))
ENVIRONMENT = env.str("HEALTHCMS_ENV", default="production")
IS_DEVELOPMENT = ENVIRONMENT == "development"

# --- What production must be told
requirements = Requirements(env, is_development=IS_DEVELOPMENT)

SECRET_KEY = requirements.get("SECRET_KEY", "set 50 or more random characters, known to nobody.", development="")
ALLOWED_HOSTS = requirements.get(
    "ALLOWED_HOSTS",
    "set the host names this site answers to, separated by commas.",
    development="localhost,127.0.0.1,[::1]",
).split(",")
SITE_URL = requirements.get(
    "SITE_URL",
    "set the public address of the site, such as https://www.example.org.",
    development="http://localhost:8000",
).rstrip("/")
DATABASE_URL = requirements.get(
    "DATABASE_URL",
    "set it to postgres://user:password@host/name, or to sqlite:////path/to/file.",
    development=f"sqlite:///{VAR_DIR / 'healthcms.sqlite3'}",
)
# The Ed25519 seed that signs the ledger's checkpoints. In development it may be empty: LEDGER_KEY_FILE is used.
LEDGER_SIGNING_KEY = requirements.get(
    "LEDGER_SIGNING_KEY",
    "set 32 random bytes in base64; without it nobody outside can check the ledger.",
    development="",
)
LOG_FORMAT = env.str("LOG_FORMAT", default="line")
LEDGER_KEY_FILE = VAR_DIR / "ledger.key"

requirements.refuse(
    f"HEALTHCMS_ENV is {ENVIRONMENT!r}: it must be production or development.",
    when=ENVIRONMENT not in ("production", "development"),
)
requirements.refuse(
    "SECRET_KEY is too short: set 50 or more random characters.",
    when=0 < len(SECRET_KEY) < 50 and not IS_DEVELOPMENT,
)
requirements.refuse(
    "ALLOWED_HOSTS is '*': name the hosts, or anyone may choose the address in our links.",
    when="*" in ALLOWED_HOSTS and not IS_DEVELOPMENT,
)
requirements.refuse(
    f"SITE_URL is {SITE_URL!r}: it must start with https:// (or with http:// in a trial).",
    when=bool(SITE_URL) and not SITE_URL.startswith(("https://", "http://")),
)
requirements.refuse(
    "LEDGER_SIGNING_KEY is not usable: it must be exactly 32 bytes in base64.",
    when=bool(LEDGER_SIGNING_KEY) and not is_ed25519_seed(LEDGER_SIGNING_KEY),
)
requirements.refuse(
    "MEDIA_STORAGE is not usable: set it to s3://bucket/prefix, or leave it out to keep pictures in MEDIA_ROOT.",
    when=not is_usable(env.str("MEDIA_STORAGE", default="")),
)
requirements.refuse(
    f"LOG_FORMAT is {LOG_FORMAT!r}: it must be line or json.",
    when=LOG_FORMAT not in ("line", "json"),
)
requirements.enforce()

if not SECRET_KEY:
    SECRET_KEY = key_kept_in(VAR_DIR / "secret.key")

# --- The site
DEBUG = IS_DEVELOPMENT and env.bool("DEBUG", default=True)
SITE_NAME = "healthcms"
REVIEW_DUE_SOON_DAYS = env.int("REVIEW_DUE_SOON_DAYS", default=60)
REVIEW_GRACE_DAYS = env.int("REVIEW_GRACE_DAYS", default=30)

# Whom to tell of a security hole, an email address or an https address; empty: /.well-known/security.txt is not found.
SECURITY_CONTACT = env.str("SECURITY_CONTACT", default="")

# Whom readers may write to, shown on the page /contact/; empty: it leads to the report form instead.
CONTACT_EMAIL = env.str("CONTACT_EMAIL", default="")

# Who knows it may ask /metrics how the site does (healthcms/metrics.py); empty: nothing is counted, and none is there.
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")

# Whether views of pages are counted: by day and path, and nothing about anybody who reads.
COUNT_PAGE_VIEWS = env.bool("COUNT_PAGE_VIEWS", default=False)

INSTALLED_APPS = [
    "experts.apps.ExpertsConfig",
    "articles.apps.ArticlesConfig",
    "healthcms.apps.DeskAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "healthcms.apps.TrimmedStaticFilesConfig",
    "ckeditor",
    "axes",
    "csp",
    "django_tasks_db",
]
# CKEditor 4 has known holes; what keeps them shut is written in docs/decisions/0003-ckeditor-kept-and-fenced.md.
SILENCED_SYSTEM_CHECKS = ["ckeditor.W001"]

MIDDLEWARE = [
    # Outermost: what it adds belongs to one answer alone.
    "healthcms.request_id.NameRequests",
    "healthcms.metrics.Measure",
    "healthcms.replicas.ReadFromReplica",
    # Before what adds headers: what it stores for the next readers carries all of them.
    "articles.public.storing.StorePages",
    # The headers come first, so that error pages and static files carry them too.
    "healthcms.headers.PermissionsPolicyMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "healthcms.malformed.RefuseMalformedRequests",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "articles.public.counting.CountPageViews",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "healthcms.language.LanguageOfTheAddress",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "articles.desk.fence.KeepGrantsToTheirReview",
    # Last: it turns a refused log-in into the lock-out answer.
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "healthcms.urls"
WSGI_APPLICATION = "healthcms.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# The languages of the public interface; the desks are in English. An article may be in any language.
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"

# --- Storage
KEPT_OPEN = ("CONN_MAX_AGE", "CONN_HEALTH_CHECKS")
DATABASES = {"default": env.db_url_config(DATABASE_URL)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    Path(DATABASES["default"]["NAME"]).parent.mkdir(parents=True, exist_ok=True)
    DATABASES["default"]["OPTIONS"] = {
        # A transaction takes the write lock when it begins, so two writers wait instead of failing half-way.
        "transaction_mode": "IMMEDIATE",
        # Each thread has a connection, and each of these a cache of its own (in KiB); the system has one for all.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=5000; "
        "PRAGMA cache_size=-1000;",
    }
# Opening a connection takes as long as rendering a page. The server of development begins a thread, and so a
# connection, with each request: there a file is closed again at once.
IS_FILE_OF_DEVELOPMENT = IS_DEVELOPMENT and DATABASES["default"]["ENGINE"].endswith("sqlite3")
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=0 if IS_FILE_OF_DEVELOPMENT else 60)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# Another server that follows this one and answers what readers ask; see healthcms/replicas.py.
DATABASE_REPLICA_URL = env.str("DATABASE_REPLICA_URL", default="")
if DATABASE_REPLICA_URL:
    DATABASES["replica"] = env.db_url_config(DATABASE_REPLICA_URL)
    DATABASES["replica"] |= {name: DATABASES["default"][name] for name in KEPT_OPEN if name in DATABASES["default"]}
    DATABASES["replica"]["TEST"] = {"MIRROR": "default"}
DATABASE_ROUTERS = ["healthcms.replicas.Replicas"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Public pages are stored ready made, and each process holds so many bytes of them: see docs/delivery.md.
# Off in development, where a changed template should show at once.
PAGES_STORED = env.bool("PAGES_STORED", default=not IS_DEVELOPMENT)
PAGES_MEMORY_BYTES = env.int("PAGES_MEMORY_BYTES", default=64 * 1024 * 1024)
# The caches in front that are told of every change, and the secret that they know us by: see docs/delivery.md.
PURGE = env.list("PURGE", default=[])
PURGE_TOKEN = env.str("PURGE_TOKEN", default="")
# How long a cache that is told of changes may keep a page, in seconds; one that is not must come again each minute.
SHARED_CACHE_SECONDS = env.int("SHARED_CACHE_SECONDS", default=3600 if PURGE else 60)
# nginx is told for how long it may keep a page; alone, it is spared headers, too (healthcms/for_nginx.py).
NGINX_IS_TOLD = any(cache.startswith("nginx+") for cache in PURGE)
NGINX_ALONE = NGINX_IS_TOLD and all(cache.startswith("nginx+") for cache in PURGE)
# One file for all processes of a host that serve the same database.
PAGES_GENERATION_FILE = Path(env.str("PAGES_GENERATION_FILE", default=str(VAR_DIR / "generation")))

CACHES = {"default": env.cache_url("CACHE_URL", default="locmemcache://")}

MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR_DIR / "media")))
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = IS_DEVELOPMENT
# s3://bucket/prefix keeps pictures there instead of in MEDIA_ROOT; readers get them from the site in either case.
MEDIA_STORAGE = env.str("MEDIA_STORAGE", default="")
STORAGES = {
    "default": storage_for(MEDIA_STORAGE),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if IS_DEVELOPMENT
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000  # A long article's form: sections, bylines and citations are rows of fields.
DATA_UPLOAD_MAX_NUMBER_FILES = 20

# --- Logging in
AUTH_USER_MODEL = "experts.User"
LOGIN_URL = "desk:login"
LOGIN_REDIRECT_URL = "admin:index"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "experts.permissions.OneQueryBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# By name and address together: a stranger's guesses must not lock a doctor out of their own office.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "healthcms.errors.locked_out"
AXES_CLIENT_IP_CALLABLE = "healthcms.client_ip.client_ip"
AXES_VERBOSE = False
# How many proxies of ours stand in front. 0: X-Forwarded-For is anyone's claim and is not read.
TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)

# --- What browsers are told
# Off only for a trial of production settings on one machine, where nothing speaks TLS.
HTTPS = env.bool("HTTPS", default=not IS_DEVELOPMENT)
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=365 * 24 * 3600) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_INCLUDE_SUBDOMAINS", default=True)
SECURE_HSTS_PRELOAD = env.bool("HSTS_PRELOAD", default=True)
if env.bool("TRUST_X_FORWARDED_PROTO", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "healthcms.errors.csrf_failure"
CSRF_TRUSTED_ORIGINS = [SITE_URL]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}

# --- Mail and logs
globals().update(env.email_url("EMAIL_URL", default="consolemail://" if IS_DEVELOPMENT else "smtp://localhost:25"))
EMAIL_TIMEOUT = 15
# Mail leaves after the commit: at once on your own machine, by "manage.py db_worker" in production.
TASKS = {
    "default": {
        "BACKEND": "django_tasks.backends.immediate.ImmediateBackend"
        if IS_DEVELOPMENT
        else "django_tasks_db.DatabaseBackend"
    }
}
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="healthcms@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "healthcms.logs.Line",
            "format": "{asctime} {levelname} {name} {request_id} {message}",
            "style": "{",
        },
        "json": {"()": "healthcms.logs.JsonLine"},
    },
    "filters": {
        "no_secrets": {"()": "healthcms.logs.HideSecrets"},
        "request": {"()": "healthcms.logs.NameRequest"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": LOG_FORMAT,
            "filters": ["no_secrets", "request"],
        },
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django": {"handlers": ["console"], "propagate": False},
        # On your own machine tasks run at once, in the middle of what the terminal is telling you.
        "django_tasks": {"level": "WARNING" if IS_DEVELOPMENT else "INFO"},
        # Scanners ask for hosts that are not ours all day; they get a 400 and no line.
        "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},
    },
}
