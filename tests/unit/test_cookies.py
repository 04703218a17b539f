"""The login cookie in each topology, and how the cookies of a request are parsed."""

from typing import Any

import pytest

from soulter.accounts import cookies
from soulter.accounts.cookies import LoginCookie
from soulter.accounts.errors import SessionEnded
from soulter.core.config import origins, settings
from soulter.core.http import middleware

LIVE = {
    "environment": "production",
    "database_url": "postgresql://soulter:kept-apart@db.railway.internal:5432/railway",
    "jwt_secret": "q7Zr1Vx0Lw9Tn4Kd8Gs2Hf6Jb3Mc5PyAeUiOxNaBt",
    "frontend_urls": "https://app.example.com",
    "public_url": "https://api.example.com",
}
WEEK = "Max-Age=604800"
GONE = "Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT"
LAX, NONE = "Path=/; HttpOnly; SameSite=Lax", "Path=/; HttpOnly; SameSite=None"

# Where the web app lives; the attributes; what else is taken away when somebody sent two of the name.
MODES: dict[str, tuple[dict[str, Any], str, list[str]]] = {
    "A": (
        LIVE | {"cookie_samesite": "lax"},
        f"{LAX}; Secure",
        [
            f"{LAX}; Secure; Partitioned",
            f"{LAX}; Secure; Domain=api.example.com",
            f"{LAX}; Secure; Domain=api.example.com; Partitioned",
            f"{LAX}; Secure; Domain=example.com",
            f"{LAX}; Secure; Domain=example.com; Partitioned",
        ],
    ),
    "A with a cookie for all subdomains": (
        LIVE | {"cookie_samesite": "lax", "cookie_domain": ".example.com"},
        f"{LAX}; Secure; Domain=example.com",
        [
            f"{LAX}; Secure",
            f"{LAX}; Secure; Partitioned",
            f"{LAX}; Secure; Domain=api.example.com",
            f"{LAX}; Secure; Domain=api.example.com; Partitioned",
            f"{LAX}; Secure; Domain=example.com; Partitioned",
        ],
    ),
    "B": (
        LIVE
        | {
            "cookie_samesite": "lax",
            "frontend_urls": "https://myapp.vercel.app",
            "public_url": "https://myapp.vercel.app",
        },
        f"{LAX}; Secure",
        [
            f"{LAX}; Secure; Partitioned",
            f"{LAX}; Secure; Domain=myapp.vercel.app",
            f"{LAX}; Secure; Domain=myapp.vercel.app; Partitioned",
        ],
    ),
    "C": (
        LIVE | {"frontend_urls": "https://myapp.vercel.app", "public_url": "https://soulter.up.railway.app"},
        f"{NONE}; Secure; Partitioned",
        [
            f"{NONE}; Secure",
            f"{NONE}; Secure; Domain=soulter.up.railway.app",
            f"{NONE}; Secure; Domain=soulter.up.railway.app; Partitioned",
        ],
    ),
    "C with a cookie for all subdomains": (
        LIVE | {"frontend_urls": "https://myapp.vercel.app", "cookie_domain": "example.com"},
        f"{NONE}; Secure; Domain=example.com",
        [
            f"{NONE}; Secure",
            f"{NONE}; Secure; Partitioned",
            f"{NONE}; Secure; Domain=api.example.com",
            f"{NONE}; Secure; Domain=api.example.com; Partitioned",
            f"{NONE}; Secure; Domain=example.com; Partitioned",
        ],
    ),
    "D": ({"jwt_secret": "x" * 48}, LAX, []),
    "D at a host with a domain": (
        {"jwt_secret": "x" * 48, "public_url": "http://api.dev.example.com"},
        LAX,
        [
            f"{LAX}; Domain=api.dev.example.com",
            f"{LAX}; Domain=dev.example.com",
            f"{LAX}; Domain=example.com",
        ],
    ),
}


@pytest.mark.parametrize("mode", MODES)
def test_a_cookie_is_taken_away_as_it_was_set(mode: str) -> None:
    given, attributes, planted = MODES[mode]
    cookie = LoginCookie(settings.load(_env_file=None, **given))
    assert cookie.set("a.b.c") == f"auth_token=a.b.c; {WEEK}; {attributes}"
    assert cookie.delete() == f"auth_token=; {GONE}; {attributes}"
    assert cookie.removals([]) == cookie.removals(["auth_token=a"]) == [cookie.delete()]
    for twice in (
        ["auth_token=a; auth_token=b"],
        ["auth_token=a", "x=1; auth_token=a"],
        ["auth_token=;auth_token="],
    ):
        first, *others = cookie.removals(twice)
        assert first == cookie.delete(), "ours comes first"
        assert sorted(others) == sorted(f"auth_token=; {GONE}; {variant}" for variant in planted)


# What a browser or an attacker sends, and the values under our name.
HEADERS: dict[str, tuple[list[str], list[str]]] = {
    "nothing": ([], []),
    "ours alone": (["auth_token=a.b.c"], ["a.b.c"]),
    "ours without a space before": (["theme=dark;auth_token=a"], ["a"]),
    "spaces and tabs around": ([" \tauth_token = a \t; x=1"], ["a"]),
    "twice in one line": (["auth_token=a; auth_token=b"], ["a", "b"]),
    "twice in two lines": (["auth_token=a", "auth_token=b"], ["a", "b"]),
    "twice the same": (["auth_token=a; auth_token=a"], ["a", "a"]),
    "an empty one beside": (["auth_token=; auth_token=a"], ["", "a"]),
    "a name behind a non-breaking space": (["\xa0auth_token=x; auth_token=a"], ["a"]),
    "a name before a non-breaking space": (["auth_token\xa0=x; auth_token=a"], ["a"]),
    "a non-breaking space in UTF-8": (["\xc2\xa0auth_token=x; auth_token=a"], ["a"]),
    "a line separator of Unicode": (["\x85auth_token=x; \x1cauth_token=y; auth_token=a"], ["a"]),
    "another case": (["AUTH_TOKEN=x; Auth_Token=y; auth_token=a"], ["a"]),
    "a name that ends like ours": (["my_auth_token=x; __Host-auth_token=y; auth_token=a"], ["a"]),
    "a name that begins like ours": (["auth_token2=x; auth_token[]=y; auth_token=a"], ["a"]),
    "illegal names of others": (["a[b]=1; ключ=1; sp ace=1; @=2; =3; auth_token=a; (=4"], ["a"]),
    "a quoted value of another with our name inside": (['q="x"; y="auth_token=1"; auth_token=a'], ["a"]),
    "our name as a value": (["x=auth_token; x=auth_token=b; auth_token=a"], ["a"]),
    "our name without a value": (["auth_token; auth_token=a"], ["a"]),
    "an equals sign in the value": (["auth_token=a=b="], ["a=b="]),
    "quotes belong to the value": (['auth_token="a"'], ['"a"']),
    "a value of other letters": (["auth_token=\xe9"], ["\xe9"]),
    "a comma is no separator": (["x=1, auth_token=b"], []),
    "nothing but separators": ([";;; ; =;"], []),
}


@pytest.mark.parametrize("case", HEADERS)
def test_cookies_are_read_as_they_were_sent(case: str) -> None:
    sent, values = HEADERS[case]
    assert middleware.cookie_values(sent, cookies.NAME) == values
    if len(values) > 1:
        with pytest.raises(SessionEnded):
            cookies.token_of(sent)
    else:
        assert cookies.token_of(sent) == next(iter(values), None)


SITES = {
    "example.com": "example.com",
    "api.example.com": "example.com",
    "a.b.example.co.uk": "example.co.uk",
    "co.uk": None,
    "com": None,
    "localhost": None,
    "127.0.0.1": None,
    "": None,
    "vercel.app": None,
    "myapp.vercel.app": "myapp.vercel.app",
    "up.railway.app": None,
    "soulter.up.railway.app": "soulter.up.railway.app",
    "api.railway.app": "railway.app",
    "a.github.io": "a.github.io",
    "city.kawasaki.jp": "city.kawasaki.jp",
    "x.y.kawasaki.jp": "x.y.kawasaki.jp",
    "xn--bcher-kva.example": "xn--bcher-kva.example",
}


def test_a_site_is_what_one_owner_registered() -> None:
    assert {host: origins.registrable_domain(host) for host in SITES} == SITES


def test_hosts_are_of_one_site_as_browsers_see_it() -> None:
    same = [
        ("app.example.com", "api.example.com"),
        ("example.com", "api.example.com"),
        ("localhost", "localhost"),
        ("127.0.0.1", "127.0.0.1"),
    ]
    apart = [
        ("a.vercel.app", "b.vercel.app"), ("myapp.vercel.app", "soulter.up.railway.app"), ("localhost",
            "127.0.0.1"), ("a.co.uk", "b.co.uk"),
        ("1.0.0.1", "2.0.0.1"), ("vercel.app", "myapp.vercel.app"),
    ]  # fmt: skip
    assert [pair for pair in same if not origins.same_site(*pair)] == []
    assert [pair for pair in apart if origins.same_site(*pair) or origins.same_site(*reversed(pair))] == []
