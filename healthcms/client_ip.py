"""Whose log-in attempts are counted: the address of the client, seen through our own proxies only."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def client_ip(request: HttpRequest) -> str | None:
    """Return the address that our outermost trusted proxy saw; what stands left of it anyone can write."""
    connected = request.META.get("REMOTE_ADDR") or None
    if settings.TRUSTED_PROXY_COUNT == 0:
        return connected
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if len(forwarded) < settings.TRUSTED_PROXY_COUNT:
        return connected
    try:
        return str(ipaddress.ip_address(forwarded[-settings.TRUSTED_PROXY_COUNT].strip()))
    except ValueError:
        return connected
