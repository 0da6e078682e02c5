"""The one door: reviewers, who may not enter the admin, come to their desk."""

import pytest

from tests import factories


def log_in(client, username, password=factories.PASSWORD, **fields):
    return client.post("/desk/login/", {"username": username, "password": password, **fields})


@pytest.mark.parametrize(("who", "address"), [("reviewer", "/desk/"), ("writer", "/admin/"), ("editor", "/admin/")])
def test_everybody_comes_to_their_own_desk(who, address, staff, client):
    response = log_in(client, getattr(staff, who).username)

    assert response.status_code == 302
    assert response.url == address


def test_who_was_sent_to_the_door_is_led_back(staff, client):
    sent = client.get("/desk/versions/1/")
    assert sent.url == "/desk/login/?next=/desk/versions/1/"

    assert log_in(client, staff.reviewer.username, next="/desk/versions/1/").url == "/desk/versions/1/"


def test_nobody_is_led_to_another_site(staff, client):
    assert log_in(client, staff.reviewer.username, next="https://evil.example/").url == "/desk/"


def test_a_wrong_password_is_a_sentence(staff, client):
    response = log_in(client, staff.reviewer.username, "wrong")

    assert response.status_code == 200
    assert "Please enter a correct username and password" in response.content.decode()


def test_guessing_is_locked_out_here_too(staff, client):
    for _ in range(5):
        response = log_in(client, staff.reviewer.username, "wrong")

    assert response.status_code == 429
    assert log_in(client, staff.reviewer.username).status_code == 429


def test_leaving_takes_a_post(staff, client_of):
    client = client_of(staff.reviewer)

    assert client.get("/desk/logout/").status_code == 405
    assert client.post("/desk/logout/").url == "/desk/login/"
    assert client.get("/desk/").url.startswith("/desk/login/")


def test_somebody_without_a_role_sees_nothing(version, client_of):
    reader = factories.make_user(username="rob_reader")

    assert client_of(reader).get("/desk/").status_code == 403
    assert client_of(reader).get(f"/desk/versions/{version.pk}/").status_code == 403


def test_desk_pages_are_kept_by_no_cache(version, staff, client_of):
    for address in ("/desk/", f"/desk/versions/{version.pk}/"):
        assert "no-store" in client_of(staff.reviewer).get(address).headers["Cache-Control"]
