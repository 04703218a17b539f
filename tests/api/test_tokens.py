"""The login token: a forged, damaged or duplicated token grants no access."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import timedelta
from operator import methodcaller
from typing import Any

import httpx2

from soulter.accounts.cookies import LoginCookie
from soulter.core.http import services
from tests.world import Client, World, serving

ME = "/api/auth/me"
OLD, NEW = "x" * 48, "y" * 48


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def key_id(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()[:8]


@dataclass
class Token:
    """A valid token, taken apart so that one part can be replaced."""

    header: dict[str, Any]
    claims: dict[str, Any]
    secret: str = OLD
    digest: str = "sha256"
    raw_claims: bytes | None = None
    others: dict[str, dict[str, Any]] = field(default_factory=dict)

    def signed(self) -> str:
        body = self.raw_claims if self.raw_claims is not None else json.dumps(self.claims).encode()
        text = f"{b64(json.dumps(self.header).encode())}.{b64(body)}"
        signature = (
            hmac.new(self.secret.encode(), text.encode(), self.digest).digest() if self.digest else b""
        )
        return f"{text}.{b64(signature)}"

    def but(self, **claims: Any) -> str:
        self.claims |= claims
        return self.signed()

    def without(self, name: str) -> str:
        del self.claims[name]
        return self.signed()

    def headed(self, **header: Any) -> str:
        self.header |= header
        return self.signed()

    def hashed(self, algorithm: str, digest: str) -> str:
        self.digest = digest
        return self.headed(alg=algorithm)

    def keyed(self, secret: str, **header: Any) -> str:
        self.secret = secret
        return self.headed(**header)

    def saying(self, raw: bytes) -> str:
        self.raw_claims = raw
        return self.signed()


def taken_apart(token: str) -> Token:
    head, claims, _ = token.split(".")
    parts = [json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))) for part in (head, claims)]
    return Token(*parts)


FORGED: dict[str, Callable[[Token], str]] = {
    "no algorithm": lambda t: t.hashed("none", ""),
    "no algorithm, spelled oddly": lambda t: t.hashed("NoNe", ""),
    "HS512 with our secret": lambda t: t.hashed("HS512", "sha512"),
    "HS384 with our secret": lambda t: t.hashed("HS384", "sha384"),
    "algorithm named in lower case": lambda t: t.hashed("hs256", "sha256"),
    "HS256 named, SHA-512 used": lambda t: t.hashed("HS256", "sha512"),
    "another secret": lambda t: t.keyed("z" * 48),
    "another secret and its own key id": lambda t: t.keyed("z" * 48, kid=key_id("z" * 48)),
    "an empty secret": lambda t: t.keyed(""),
    "an unknown key id": lambda t: t.headed(kid="deadbeef"),
    "a path as key id": lambda t: t.headed(kid="../../dev/null"),
    "a list as key id": lambda t: t.headed(kid=[key_id(OLD)]),
    "an object as key id": lambda t: t.headed(kid={}),
    "null as key id": lambda t: t.headed(kid=None),
    "crit": lambda t: t.headed(crit=["exp"]),
    "jku": lambda t: t.headed(jku="https://evil.example/keys"),
    "jwk": lambda t: t.headed(jwk={"kty": "oct", "k": "eA"}),
    "x5u": lambda t: t.headed(x5u="https://evil.example/cert"),
    "b64": lambda t: t.headed(b64=False),
    **{
        f"without {name}": methodcaller("without", name)
        for name in ("sub", "sid", "iat", "exp", "iss", "aud")
    },
    "for another audience": lambda t: t.but(aud="soulter:reset"),
    "for several audiences, not ours": lambda t: t.but(aud=["a", "b"]),
    "from another issuer": lambda t: t.but(iss="somebody"),
    "an issuer that is a list": lambda t: t.but(iss=["soulter"]),
    "oversized": lambda t: t.but(padding="x" * 5000),
    "somebody else's user id": lambda t: t.but(sub=t.others["zara"]["sub"]),
    "somebody else's session": lambda t: t.but(sid=t.others["zara"]["sid"]),
    "an unknown session": lambda t: t.but(sid="00000000-0000-7000-8000-000000000000"),
    "a session id that is none": lambda t: t.but(sid="' OR 1=1 --"),
    "a user id that is a number": lambda t: t.but(sub=1),
    "a session id that is a number": lambda t: t.but(sid=1),
    "a session id that is a list": lambda t: t.but(sid=[t.claims["sid"]]),
    "expired": lambda t: t.but(exp=t.claims["iat"] - 61),
    "issued in the future": lambda t: t.but(iat=t.claims["iat"] + 61),
    "an expiry in words": lambda t: t.but(exp="soon"),
    "an expiry that is null": lambda t: t.but(exp=None),
    "an expiry that is a list": lambda t: t.but(exp=[]),
    "an issue time that is an object": lambda t: t.but(iat={}),
    "an expiry beyond floats": lambda t: t.but(exp=10**400, iat=1.5),
    "an expiry that never comes": lambda t: t.but(exp=float("inf")),
    "an issue time that is no number": lambda t: t.but(iat=float("nan")),
    "an expiry with a fraction": lambda t: t.but(exp=t.claims["exp"] + 0.5),
    "an issue time that is true": lambda t: t.but(iat=True),
    "an expiry that is text": lambda t: t.but(exp=str(t.claims["exp"])),
    "claims that are a list": lambda t: t.saying(b"[]"),
    "claims that are null": lambda t: t.saying(b"null"),
    "claims that are no JSON": lambda t: t.saying(b"{"),
    "claims that are no UTF-8": lambda t: t.saying(b"\xff\xfe"),
    "claims nested deeply": lambda t: t.saying(b"[" * 2500),
    "a header nested deeply": lambda t: f"{b64(b'[' * 2900)}.e30.x",
    "a header with a lone surrogate": lambda t: (
        f"{b64(json.dumps({'alg': 'HS256', 'kid': chr(0xD800)}).encode())}.e30.AAAA"
    ),
    "two parts": lambda t: t.signed().rpartition(".")[0],
    "five parts": lambda t: t.signed() + ".x.y",
    "nothing but dots": lambda _: "..",
    "words": lambda _: "let me in",
    "quoted": lambda t: f'"{t.signed()}"',
}


async def asked(here: World, cookie: str | bytes, **headers: str) -> httpx2.Response:
    raw = cookie if isinstance(cookie, bytes) else cookie.encode()
    return await here.client().get(
        ME, headers=[(b"cookie", raw), *((key.encode(), value.encode()) for key, value in headers.items())]
    )


async def test_forged_tokens_are_refused_and_their_cookie_removed(here: World) -> None:
    """ASVS 9.1.1 to 9.2.4."""
    genuine = {name: await here.token(name) for name in ("sana", "zara")}
    claims = {name: taken_apart(token).claims for name, token in genuine.items()}
    found = {}
    for name, forge in FORGED.items():
        part = taken_apart(genuine["sana"])
        part.others = claims
        answer = await asked(here, f"auth_token={forge(part)}")
        found[name] = (
            answer.status_code,
            answer.json().get("code"),
            "auth_token=; Max-Age=0" in answer.headers.get("set-cookie", ""),
        )
    assert found == dict.fromkeys(FORGED, (401, "session_ended", True))
    # The functions of the table make a valid token when they change nothing.
    assert (await asked(here, f"auth_token={taken_apart(genuine['sana']).signed()}")).status_code == 200


async def test_bytes_that_are_no_text_are_refused(here: World) -> None:
    token = (await here.token("sana")).encode()
    odd = [
        b"\xc3\xa9" + token,
        token + b"\xff",
        token[:-1] + b"\xb2",
        b"\x80" * 40,
        token.replace(b".", b"\xe3\x80\x82"),
    ]
    assert [(await asked(here, b"auth_token=" + value)).status_code for value in odd] == [401] * len(odd)


async def test_clocks_may_differ_by_a_minute(here: World) -> None:
    part = taken_apart(await here.token("sana"))
    assert (await asked(here, f"auth_token={part.but(iat=part.claims['iat'] + 59)}")).status_code == 200
    part = taken_apart(await here.token("sana"))
    assert (await asked(here, f"auth_token={part.but(exp=part.claims['iat'] - 59)}")).status_code == 200


def instance(here: World, **secrets: str) -> AbstractAsyncContextManager[Client]:
    """An application on the same database that signs with other secrets."""
    found = here.stack.settings
    return serving(found.__class__(**(found.model_dump() | {"_env_file": None} | secrets)), here.clock)


async def test_rotating_the_secret_logs_nobody_out_and_dropping_the_old_one_does(here: World) -> None:
    old = {"Cookie": f"auth_token={await here.token('sana')}"}
    async with (
        instance(here, jwt_secret=NEW, jwt_secret_previous=OLD) as rotated,
        instance(here, jwt_secret=NEW) as dropped,
    ):
        login = await rotated.post(
            "/api/auth/login", json={"email": "sana@example.com", "password": "correct horse battery staple"}
        )
        new_token = login.headers["set-cookie"].partition(";")[0]
        rotated.cookies.clear()
        new = {"Cookie": new_token}
        assert taken_apart(new_token.removeprefix("auth_token=")).header["kid"] == key_id(NEW)
        assert [(await rotated.get(ME, headers=cookie)).status_code for cookie in (old, new)] == [200, 200]
        assert [(await dropped.get(ME, headers=cookie)).status_code for cookie in (old, new)] == [401, 200]
        # What has the old key's id but the new key's signature is of neither.
        mixed = taken_apart(old["Cookie"].removeprefix("auth_token=")).keyed(NEW)
        assert (await rotated.get(ME, headers={"Cookie": f"auth_token={mixed}"})).status_code == 401


async def test_a_secret_and_its_predecessor_may_be_equal(here: World) -> None:
    cookie = {"Cookie": f"auth_token={await here.token('sana')}"}
    async with instance(here, jwt_secret=OLD, jwt_secret_previous=OLD) as client:
        assert (await client.get(ME, headers=cookie)).status_code == 200


async def test_two_login_cookies_are_refused_even_if_one_is_valid(here: World) -> None:
    good, other = await here.token("sana"), await here.token("hina")
    for pair in ((good, other), (good, "x"), ("x", good), (good, good), (good, "")):
        joined = await asked(here, "; ".join(f"auth_token={value}" for value in pair))
        apart = await here.client().get(ME, headers=[("cookie", f"auth_token={value}") for value in pair])
        for answer in (joined, apart):
            assert (answer.status_code, answer.json()["code"]) == (401, "session_ended")
            assert answer.headers["set-cookie"].startswith("auth_token=; Max-Age=0")


async def test_of_two_login_cookies_every_variant_is_taken_away_and_of_one_only_ours(here: World) -> None:
    token = await here.token("sana")
    async with instance(
        here, public_url="https://api.example.com", cookie_samesite="none", cookie_secure="true"
    ) as client:
        transport: Any = client._transport
        cookie: LoginCookie = services.of(transport.app, LoginCookie)
        for sent, removed in (
            (f"auth_token={token}; auth_token={token}", cookie.removals(["auth_token=a; auth_token=b"])),
            ("auth_token=forged", [cookie.delete()]),
            ("auth_token=\u00e9", [cookie.delete()]),
            ("\u00a0auth_token=a; auth_token=forged", [cookie.delete()]),
            ("auth_token=; theme=dark", []),
        ):
            answer = await client.get(ME, headers=[(b"cookie", sent.encode("latin-1"))])
            assert (answer.status_code, answer.headers.get_list("set-cookie")) == (401, removed), sent
        assert len(cookie.removals(["auth_token=a", "auth_token=b"])) == 6
        answer = await client.get(
            ME, headers=[(b"cookie", f"\u00a0auth_token=x; a[b]=1; auth_token={token}".encode("latin-1"))]
        )
        assert (answer.status_code, answer.headers.get_list("set-cookie")) == (200, [])


async def test_a_name_that_only_looks_like_ours_is_not_our_cookie(here: World) -> None:
    token = (await here.token("sana")).encode()
    names = [
        b"\xa0auth_token",
        b"\xc2\xa0auth_token",
        b"auth_token\xa0",
        b"AUTH_TOKEN",
        b"auth_token2",
        b"xauth_token",
        b"auth-token",
        b"$auth_token",
    ]
    for name in names:
        alone = await asked(here, name + b"=" + token)
        assert (alone.status_code, alone.json()["code"]) == (401, "not_logged_in"), name
        beside = await asked(here, name + b"=tossed; auth_token=" + token)
        assert beside.status_code == 200, name


async def test_unusual_cookies_of_other_sites_end_no_login(here: World) -> None:
    token = await here.token("sana")
    ours = f"auth_token={token}"
    odd = [
        "a[b]=1",
        'q="x; y"',
        "novalue",
        "=noname",
        "a=b=c",
        ";;",
        "ключ=значение",
        "sp ace=1",
        "a=\\",
        "theme={}; json={%22a%22:1}",
        "x=" + "y" * 3000,
    ]
    found = {
        other: [
            (await asked(here, pair)).status_code
            for pair in (f"{other}; {ours}", f"{ours}; {other}", f"{ours};{other}")
        ]
        for other in odd
    }
    assert {other: statuses for other, statuses in found.items() if statuses != [200, 200, 200]} == {}


async def test_machines_send_the_token_as_bearer(here: World) -> None:
    token = await here.token("sana")
    for value in (f"Bearer {token}", f"bearer {token}", f"BEARER  {token} "):
        answer = await here.client().get(ME, headers={"Authorization": value})
        assert (answer.status_code, answer.json()["user"]["name"]) == (200, "Sana"), value


async def test_other_authorization_is_refused_and_not_ignored(here: World) -> None:
    token = await here.token("sana")
    for value in (
        token,
        f"Basic {token}",
        "Bearer",
        "Bearer ",
        "",
        f"Token {token}",
        f"Bearer {token} x",
        f"Bearer {token}, Bearer {token}",
    ):
        answer = await here.client().get("/api/units", headers={"Authorization": value})
        assert (answer.status_code, answer.json()["code"]) == (401, "session_ended"), value


async def test_cookie_and_bearer_together_are_refused(here: World) -> None:
    token, other = await here.token("sana"), await here.token("zara")
    for cookie, bearer in ((token, token), (token, other), ("x", token), (token, "x"), ("", token)):
        answer = await asked(here, f"auth_token={cookie}", Authorization=f"Bearer {bearer}")
        assert (answer.status_code, answer.json()["code"]) == (400, "two_credentials")
    apart = [("cookie", "a=1"), ("cookie", f"auth_token={token}"), ("authorization", f"Bearer {token}")]
    assert (await here.client().get(ME, headers=apart)).status_code == 400


async def test_a_machine_may_hold_cookies_of_others(here: World) -> None:
    token = await here.token("sana")
    for cookie in ("theme=dark", "my_auth_token=1", "a=auth_token=1"):
        answer = await asked(here, cookie, Authorization=f"Bearer {token}")
        assert answer.status_code == 200, (cookie, answer.text)


async def test_a_token_is_good_for_its_own_session_only_as_long_as_the_clock_says(here: World) -> None:
    cookie = f"auth_token={await here.token('bilal')}"
    begun, found = here.clock.moment, []
    for moment in (timedelta(0), timedelta(days=6, hours=23), timedelta(days=8), timedelta(hours=-1)):
        here.clock.moment = begun + moment
        found.append((await asked(here, cookie)).status_code)
    assert found == [200, 200, 401, 401]
