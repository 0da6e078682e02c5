"""The files that are shipped to run the site name nothing that is not there; where their programs are, these agree.

What can be read is always checked. nginx, varnishd and systemd-analyze say more, on machines that have them.
"""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted(DEPLOY.glob("*.service")) + sorted(DEPLOY.glob("*.timer"))
SHIPPED = [ROOT / "Dockerfile", ROOT / "compose.yaml", *UNITS]
IN_WORDS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
# What the images of others read, and what Python does.
OTHERS = {"POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD", "PORT"}
OTHERS |= {"PATH", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE"}
COMMAND = re.compile(r"manage\.py[`\"',\s]+([a-z_]+)")


def known_settings():
    return set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), flags=re.MULTILINE)) | {"ENV_FILE"}


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((ROOT / "compose.yaml").read_text())


@pytest.mark.parametrize("path", SHIPPED + IN_WORDS, ids=lambda path: path.name)
def test_every_command_that_is_named_exists(path):
    named = set(COMMAND.findall(path.read_text()))

    assert named <= set(get_commands())


def test_every_setting_in_the_image_is_known():
    dockerfile = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
    lines = re.findall(r"^(?:ENV|RUN) (.*)$", dockerfile, flags=re.MULTILINE)
    named = {name for line in lines for name in re.findall(r"(?:^|\s)([A-Z][A-Z_]+)=", line)}

    assert named <= known_settings() | OTHERS


def test_every_setting_that_compose_names_is_known_and_all_that_must_be_set_are_there(compose):
    text = (ROOT / "compose.yaml").read_text()
    asked = set(re.findall(r"(?<!\$)\$\{([A-Z_]+)", text))
    given = set(compose["x-site"]["environment"])
    required = (ROOT / ".env.example").read_text().partition("# --- Required")[2].partition("# --- Optional")[0]

    assert (asked | given) <= known_settings() | OTHERS
    assert set(re.findall(r"^([A-Z_]+)=", required, flags=re.MULTILINE)) <= given


def test_every_service_has_a_health_check_or_a_reason_to_have_none(compose):
    dockerfile = (ROOT / "Dockerfile").read_text()
    # The first ends when it is done; the others answer nobody.
    without = {"set-up", "worker", "every-minute", "every-day"}

    for name, service in compose["services"].items():
        checked = service.get("healthcheck", {"test": "the image's"} if service.get("build") else {})
        assert name in without or (checked.get("test") and not checked.get("disable")), name
    assert "HEALTHCHECK" in dockerfile


def test_what_compose_waits_for_is_there_and_can_say_when_it_is_ready(compose):
    services = compose["services"]

    for service in services.values():
        for name, wish in service.get("depends_on", {}).items():
            if wish["condition"] == "service_healthy":
                assert "healthcheck" in services[name] or services[name].get("build")
            else:
                assert wish["condition"] == "service_completed_successfully" and services[name]["restart"] == "no"


def test_every_volume_and_mounted_file_is_there(compose):
    for service in compose["services"].values():
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert (ROOT / source).exists() if source.startswith(".") else source in compose["volumes"]


def test_no_secret_gets_into_the_image():
    ignored = (ROOT / ".dockerignore").read_text().split()

    assert {".env", "var", ".git"} <= set(ignored)
    assert "USER healthcms" in (ROOT / "Dockerfile").read_text()


def test_every_timer_starts_a_service_and_every_path_is_one_place():
    for timer in DEPLOY.glob("*.timer"):
        assert timer.with_suffix(".service").exists()
    for unit in DEPLOY.glob("*.service"):
        text = unit.read_text()
        assert "WorkingDirectory=/srv/healthcms\n" in text and "User=healthcms\n" in text
        assert "EnvironmentFile=/etc/healthcms/environment\n" in text


def test_the_caches_know_the_same_secret_and_hide_the_numbers():
    nginx, varnish = (DEPLOY / "nginx.conf").read_text(), (DEPLOY / "varnish.vcl").read_text()

    assert "change-this-secret" in nginx and "change-this-secret" in varnish
    assert "location = /metrics" in nginx and '"/metrics"' in varnish
    assert nginx.count("{") == nginx.count("}") and varnish.count("{") == varnish.count("}")


def test_nothing_outside_is_named_that_the_site_does_not_speak_of():
    from articles.pages.purging import CACHES

    text = (ROOT / "docs" / "delivery.md").read_text() + (ROOT / "docs" / "deployment.md").read_text()
    assert all(name in text.lower() for name in CACHES)


def checked(*command, **kwargs):
    """Run a linter; on a machine that does not have it there is nothing to run."""
    program = shutil.which(command[0], path="/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/sbin:/usr/local/bin")
    if program is None:
        return None
    return subprocess.run([program, *command[1:]], capture_output=True, text=True, timeout=300, **kwargs)


def test_nginx_reads_its_file(tmp_path):
    shipped = (DEPLOY / "nginx.conf").read_text()
    for folder in ("/var/cache/nginx", "/var/log/nginx"):
        shipped = shipped.replace(folder, str(tmp_path))
    (tmp_path / "site.conf").write_text(shipped)
    (tmp_path / "nginx.conf").write_text(
        f"pid {tmp_path}/pid;\nerror_log {tmp_path}/log;\nevents {{}}\nhttp {{ include {tmp_path}/site.conf; }}\n"
    )

    done = checked("nginx", "-t", "-q", "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf"))

    assert done is None or done.returncode == 0, done.stderr


def test_varnish_compiles_its_file(tmp_path):
    done = checked("varnishd", "-j", "none", "-C", "-n", str(tmp_path), "-f", str(DEPLOY / "varnish.vcl"))

    assert done is None or done.returncode == 0, done.stderr


def test_systemd_reads_its_units(tmp_path):
    for unit in UNITS:
        # The programs and the user are those of the machine that it is for.
        text = re.sub(r"/srv/healthcms/\.venv/bin/python", shutil.which("true") or "/bin/true", unit.read_text())
        (tmp_path / unit.name).write_text(text.replace("User=healthcms", "User=root"))

    done = checked("systemd-analyze", "verify", "--man=no", *(str(tmp_path / unit.name) for unit in UNITS))

    ours = [line for line in (done.stderr if done else "").splitlines() if "healthcms" in line]
    assert not ours, "\n".join(ours)
