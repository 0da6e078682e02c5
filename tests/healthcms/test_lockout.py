"""Guessing a password ends soon, and counts against the guesser, not against whoever they claim to be."""

import pytest
from django.contrib.auth import get_user_model
from django.test import RequestFactory

from healthcms.client_ip import client_ip

PASSWORD = "a long enough pass phrase"


@pytest.fixture
def doctor(db):
    return get_user_model().objects.create_user("doctor", password=PASSWORD, is_staff=True)


def log_in(client, password, *, address="192.0.2.1", forwarded=None):
    headers = {"x-forwarded-for": forwarded} if forwarded else {}
    form = {"username": "doctor", "password": password}
    return client.post("/admin/login/", form, REMOTE_ADDR=address, headers=headers)


class TestLockout:
    def test_the_fifth_failure_locks_even_the_right_password_out(self, client, doctor):
        answers = [log_in(client, "wrong").status_code for _ in range(5)]

        assert answers == [200, 200, 200, 200, 429]
        refused = log_in(client, PASSWORD)
        assert refused.status_code == 429
        assert b"Too many attempts" in refused.content
        assert "sessionid" not in client.cookies

    def test_a_stranger_does_not_lock_the_doctor_out_of_their_own_office(self, client, doctor):
        for _ in range(6):
            log_in(client, "wrong", address="203.0.113.9")

        assert log_in(client, PASSWORD).status_code == 302

    def test_success_forgets_the_failures_before_it(self, client, doctor):
        for _ in range(4):
            log_in(client, "wrong")
        log_in(client, PASSWORD)
        client.logout()

        assert log_in(client, "wrong").status_code == 200

    def test_a_claimed_address_does_not_escape_the_count_without_a_proxy(self, client, doctor):
        answers = [log_in(client, "wrong", forwarded=f"198.51.100.{n}").status_code for n in range(5)]

        assert answers[-1] == 429

    def test_behind_a_proxy_each_client_is_counted_apart(self, client, doctor, settings):
        settings.TRUSTED_PROXY_COUNT = 1
        for _ in range(5):
            log_in(client, "wrong", address="10.0.0.1", forwarded="203.0.113.9")

        assert log_in(client, PASSWORD, address="10.0.0.1", forwarded="203.0.113.9").status_code == 429
        assert log_in(client, PASSWORD, address="10.0.0.1", forwarded="192.0.2.1").status_code == 302

    def test_behind_a_proxy_a_claim_in_front_of_the_proxys_own_word_changes_nothing(self, client, doctor, settings):
        settings.TRUSTED_PROXY_COUNT = 1

        answers = [
            log_in(client, "wrong", address="10.0.0.1", forwarded=f"198.51.100.{n}, 203.0.113.9").status_code
            for n in range(5)
        ]

        assert answers[-1] == 429


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, None, "10.0.0.1"),
        (0, "203.0.113.9", "10.0.0.1"),
        (1, None, "10.0.0.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.7, 203.0.113.9", "203.0.113.9"),
        (1, "2001:db8::1", "2001:db8::1"),
        (1, "nonsense", "10.0.0.1"),
        (1, "", "10.0.0.1"),
        (2, "198.51.100.7, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (2, "203.0.113.9", "10.0.0.1"),
    ],
)
def test_the_client_is_who_our_outermost_proxy_saw(settings, proxies, forwarded, expected):
    settings.TRUSTED_PROXY_COUNT = proxies
    headers = {} if forwarded is None else {"x-forwarded-for": forwarded}

    assert client_ip(RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", headers=headers)) == expected


def test_a_server_on_a_socket_knows_no_address(settings):
    settings.TRUSTED_PROXY_COUNT = 0

    assert client_ip(RequestFactory().get("/", REMOTE_ADDR="")) is None
