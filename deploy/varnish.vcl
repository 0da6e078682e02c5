# Varnish before healthcms: it keeps public pages and bans them by key when the site says so (docs/delivery.md).
#
# Start the site with PURGE=varnish+http://127.0.0.1:6081 and PURGE_TOKEN set to the secret below.
# Start varnishd with -p http_gzip_support=off: otherwise it takes brotli out of every request before this file is asked.
vcl 4.1;

import std;

backend default {
    .host = "127.0.0.1";
    .port = "8000";
}

acl those_who_may_ban {
    "127.0.0.1";
    "::1";
}

sub vcl_recv {
    if (req.method == "BAN") {
        if (client.ip !~ those_who_may_ban || req.http.X-Ban-Token != "change-this-secret" || !req.http.X-Ban-Keys) {
            return (synth(403, "No"));
        }
        # On the object alone, so that the ban lurker works through it beside the readers.
        if (std.ban("obj.http.Surrogate-Key ~ " + req.http.X-Ban-Keys)) {
            return (synth(200, "Banned"));
        }
        # Then the site tells it again, and its editors see that it was not told.
        return (synth(400, std.ban_error()));
    }
    unset req.http.X-Ban-Token;
    # The numbers of one host are for whoever is on it.
    if (req.url == "/metrics") {
        return (synth(404, "Not found"));
    }
    if (req.method != "GET" && req.method != "HEAD") {
        return (pass);
    }
    # Somebody who is logged in is never answered from a copy. Readers have no cookie.
    if (req.http.Authorization || req.http.Cookie ~ "(^|; )sessionid=") {
        return (pass);
    }
    unset req.http.Cookie;
    # No date tells that a badge ran out: only the ETag does.
    unset req.http.If-Modified-Since;
    # One copy for each encoding, whatever the words of the browser.
    if (req.http.Accept-Encoding ~ "(^|[ ,])br([ ,;]|$)") {
        set req.http.Accept-Encoding = "br";
    } else if (req.http.Accept-Encoding ~ "(^|[ ,])gzip([ ,;]|$)") {
        set req.http.Accept-Encoding = "gzip";
    } else {
        unset req.http.Accept-Encoding;
    }
}

sub vcl_backend_response {
    if (beresp.http.Set-Cookie || beresp.http.Cache-Control ~ "(no-store|private)") {
        set beresp.uncacheable = true;
        set beresp.ttl = 0s;
    }
    # No page is shown beyond its time, also while the site is down: its badge may have run out.
    set beresp.grace = 0s;
}

sub vcl_deliver {
    if (obj.hits > 0) {
        set resp.http.X-Cache = "HIT";
    } else {
        set resp.http.X-Cache = "MISS";
    }
    # Browsers and caches further out have no use for it, unless they are told of changes, too: then take this line out.
    unset resp.http.Surrogate-Key;
}
