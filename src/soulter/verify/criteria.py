"""The ten criteria of a deployment that works, each with the question that settles it."""

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from soulter.core import clock
from soulter.core.config import origins
from soulter.verify import front_end
from soulter.verify.deployment import (
    METRICS,
    Check,
    Deployment,
    Outcome,
    SetCookie,
    Verdict,
    log_in,
    set_cookie,
)
from soulter.verify.web import Unreachable, Untrusted

_WEEK: Final = "604800"
_DAYS_LEFT: Final = 14
_DAY: Final = 86400
_ERRORS: Final = re.compile(
    r'^soulter_log_lines_total\{[^}]*level="(?:error|critical)"[^}]*\} ([0-9.e+]+)', re.MULTILINE
)
_LOG_IN: Final = "Pass --login EMAIL of an account there."


def _pass(said: str) -> Outcome:
    return Outcome(Verdict.PASS, said)


def _fail(said: str, remedy: str) -> Outcome:
    return Outcome(Verdict.FAIL, said, remedy)


def _unknown(said: str, remedy: str) -> Outcome:
    return Outcome(Verdict.UNKNOWN, said, remedy)


def health(deployment: Deployment) -> Outcome:
    """Service and database answer."""
    try:
        answer = deployment.get("/health")
    except Untrusted:
        raise
    except Unreachable as error:
        return _fail(str(error), "Start the service, and correct DNS or the address given to this command.")
    found = answer.document()
    if answer.status == 200 and found.get("database") == "connected":
        return _pass(f"/health: {found.get('status')}, database connected, {found.get('environment')}.")
    if found.get("database") == "disconnected":
        return _fail(
            f"/health answers {answer.status}: the database is disconnected.",
            "See that the database runs, and run soulter doctor beside the API.",
        )
    remedy = "Give this command the API's own address, and read the platform's log of the deploy."
    return _fail(f"/health answers {answer.status} and not as Soulter does.", remedy)


def login(deployment: Deployment) -> Outcome:
    """A login sets the cookie as it should be, and the cookie logs in."""
    answer = deployment.once(log_in)
    if answer is None:
        return _unknown("Nobody was logged in.", _LOG_IN)
    if answer.status != 200:
        return _fail(
            f"The login answered {answer.objection()}", _way_in(answer.status, deployment.target.front)
        )
    cookie = set_cookie(answer)
    if wrong := _flaws(cookie):
        return _fail(
            f"The login cookie {', '.join(wrong)}.",
            "Set ENVIRONMENT=production and leave COOKIE_SECURE unset; see that no proxy rewrites Set-Cookie.",
        )
    me = deployment.get("/api/auth/me", cookie=cookie.value)
    if me.status != 200:
        return _fail(
            f"The cookie is set and does not log in: {me.objection()}",
            "Give every process and machine the same JWT_SECRET.",
        )
    return _pass("The login sets a cookie with HttpOnly, Secure, Path=/ and seven days, and it logs in.")


def _way_in(status: int, front: str) -> str:
    if status == 403:
        return f"Put {front} into FRONTEND_URLS, exactly so."
    if status == 429:
        return "Wait as long as it says, then try once with the right password."
    return "Try another password; soulter users create makes an account, beside the API."


def _flaws(cookie: SetCookie) -> list[str]:
    found = cookie.attributes
    if not cookie.value:
        return ["is not set"]
    flaws = [f"has no {name}" for name in ("HttpOnly", "Secure") if name.lower() not in found]
    flaws += [] if found.get("path") == "/" else ["has another Path than /"]
    flaws += [] if found.get("max-age") == _WEEK else ["does not last seven days"]
    return flaws + (
        []
        if found.get("samesite", "").lower() in ("lax", "none", "strict")
        else ["has no SameSite that browsers know"]
    )


def protected(deployment: Deployment) -> Outcome:
    """Without a login nothing is shown that is not for everybody."""
    paths = deployment.target.protected
    answers = deployment.web.read_all(deployment.target.api, paths)
    if opened := [path for path, answer in zip(paths, answers, strict=True) if answer.status < 400]:
        remedy = "Stop the deployment; look for a cache or proxy in front of the API that answers for it, and for a release that is not ours."
        return _fail(f"Open without a login: {', '.join(opened)}.", remedy)
    broken = [
        f"{path} ({answer.status})"
        for path, answer in zip(paths, answers, strict=True)
        if answer.status not in (401, 403, 404, 405)
    ]
    if broken:
        return _fail(
            f"Not refused as it should be: {', '.join(broken)}.",
            "Read the log of the API for these requests.",
        )
    refused = sum(answer.status in (401, 403) for answer in answers)
    if not refused:
        return _unknown("None of the protected routes is there.", "Give this command the API's own address.")
    return _pass(f"All {refused} routes that were tried without a login refuse.")


def cors(deployment: Deployment) -> Outcome:
    """Browsers let the front end call, and no look-alike."""
    front = deployment.target.front
    preflight = deployment.web.ask("OPTIONS", f"{deployment.target.api}/api/bookings", _preflight(front))
    plain = deployment.get("/api/auth/me", Origin=front)
    for answer in (preflight, plain):
        allowed, credentials = (
            answer.header("access-control-allow-origin"),
            answer.header("access-control-allow-credentials"),
        )
        if allowed == "*":
            return _fail(
                "Every page of the internet is allowed to read (*).",
                "Take away the CORS headers that a proxy adds; the API sends its own.",
            )
        if (allowed, credentials) != (front, "true"):
            return _fail(
                f"{front} is not allowed to call with its login.",
                f"Put {front} into FRONTEND_URLS, exactly so: https, no slash at the end.",
            )
    for stranger in strangers(front):
        if allowed := deployment.get("/api/auth/me", Origin=stranger).header("access-control-allow-origin"):
            remedy = "List exact origins in FRONTEND_URLS, and take away CORS headers that a proxy adds."
            return _fail(
                f"A page of {stranger} is allowed to read (Access-Control-Allow-Origin: {allowed}).", remedy
            )
    return _pass(f"{front} may call with its login; {len(strangers(front))} look-alikes may not.")


def _preflight(origin: str) -> Mapping[str, str]:
    asked = {
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type,idempotency-key",
    }
    return {"Origin": origin, **asked}


def strangers(front: str) -> tuple[str, ...]:
    """Origins that a careless comparison takes for the front end."""
    host = origins.host_of(front)
    return (
        "null",
        "https://evil.example",
        f"https://{host}.evil.example",
        f"https://evil{host}",
        f"https://evil.{host}",
        f"http://{host}",
        f"https://{host}:8443",
    )


def cookies(deployment: Deployment) -> Outcome:
    """Browsers send the login from the front end's pages to where they call."""
    cookie = _shown(deployment)
    if cookie is None:
        return _unknown("The API showed no cookie.", _LOG_IN)
    front, api, called = deployment.target.front, deployment.target.api, deployment.once(front_end.called)
    # Pages that call somebody else's API are the front end's criterion; here counts where they should call.
    called = called if called in (front, api) else api
    samesite = cookie.attributes.get("samesite", "").lower()
    hosts = f"{origins.host_of(front)} and {origins.host_of(called)}"
    same = (
        origins.same_site(origins.host_of(front), origins.host_of(called))
        and urlsplit(front).scheme == urlsplit(called).scheme
    )
    if same:
        also = " COOKIE_SAMESITE=lax would be the better choice here." if samesite == "none" else ""
        return _pass(f"{hosts} are one site to a browser: the login comes back in every browser.{also}")
    if samesite != "none" or "secure" not in cookie.attributes:
        remedy = (
            "Let the web app's host pass /api/* on to the API (web/README.md), or set COOKIE_SAMESITE=none."
        )
        return _fail(
            f"{hosts} are two sites to a browser, and SameSite={samesite or '(missing)'} keeps the login from being sent.",
            remedy,
        )
    browsers = origins.LOSE_PARTITIONED if "partitioned" in cookie.attributes else origins.LOSE_THIRD_PARTY
    return _pass(
        f"{hosts} are two sites: the login comes back, but not in {browsers}. A rewrite of /api/* or one domain for both has no such visitors."
    )


def _shown(deployment: Deployment) -> SetCookie | None:
    """The login's cookie; without a login, the one by which the API takes a worthless cookie away, which has the same attributes."""
    answer = deployment.once(log_in)
    if answer is None or answer.status != 200:
        answer = deployment.get("/api/auth/me", cookie="of-nobody")
    found = set_cookie(answer)
    return found if found.attributes else None


def migrations(deployment: Deployment) -> Outcome:
    """The schema is as new as the code."""
    answer = deployment.get("/readyz")
    state = answer.document().get("migrations")
    if state == "current":
        return _pass("/readyz: the schema is as this release needs it.")
    if state == "pending":
        return _fail(
            "/readyz: the schema is older than the code.",
            "Run soulter migrate there, and make it the platform's pre-deploy step.",
        )
    return _unknown(
        f"/readyz answers {answer.status} and does not say.",
        "See that the database answers, and give this command the API's own address.",
    )


def errors(deployment: Deployment) -> Outcome:
    """Nothing went wrong since the processes started."""
    token = deployment.target.metrics_token
    if not token:
        return _unknown(
            "Nobody counted.", f"Set METRICS_TOKEN there and {METRICS} here, or read the platform's log."
        )
    answer = deployment.get("/metrics", Authorization=f"Bearer {token}")
    if answer.status != 200:
        return _unknown(
            f"/metrics answered {answer.objection()}",
            f"Give {METRICS} the value of METRICS_TOKEN, or read the platform's log.",
        )
    text = answer.body.decode(errors="replace")
    if "soulter_log_lines" not in text:
        return _unknown("/metrics does not count lines of the log.", "Read the platform's log.")
    if count := sum(float(number) for number in _ERRORS.findall(text)):
        return _fail(
            f"Lines of level error in the log since the processes started: {count:.0f}.",
            "Read them in the platform's log.",
        )
    return _pass("No error was logged since the processes started.")


def variables(deployment: Deployment) -> Outcome:
    """Everything is set that production needs."""
    environment = deployment.get("/health").document().get("environment")
    if environment is not None and environment != "production":
        return _fail(
            f"The service runs as {environment}.",
            "Set ENVIRONMENT=production; the start then says what else is missing.",
        )
    if not deployment.session:
        return _unknown(
            "It started as production, which it does not without the four required variables; more is for its owner to see.",
            _LOG_IN,
        )
    answer = deployment.get("/api/doctor", cookie=deployment.session)
    if answer.status != 200:
        return _unknown(
            f"/api/doctor answered {answer.objection()}",
            "Log in as SUPER_ADMIN, or run soulter doctor beside the API.",
        )
    found = [item for item in answer.document().get("findings", []) if isinstance(item, dict)]
    told = {
        verdict: [str(item.get("detail")) for item in found if item.get("verdict") == verdict]
        for verdict in ("warn", "refuse")
    }
    if refused := told["refuse"]:
        return _fail(" ".join(refused), "Do what it says, then deploy again.")
    advice = told["warn"]
    return _pass(
        f"The doctor there refuses nothing. It advises: {' '.join(advice)}"
        if advice
        else "The doctor there refuses nothing and has no advice."
    )


def tls(deployment: Deployment) -> Outcome:
    """Both hosts prove who they are, and can do so for a while."""
    front, api = deployment.target.front, deployment.target.api
    lefts = []
    for origin in dict.fromkeys((api, front)):
        if not origin.startswith("https://"):
            return _fail(
                f"{origin} is not https.", "Let the platform serve it by TLS, and write https:// everywhere."
            )
        try:
            left = int((deployment.web.expires(origin) - clock.unix_milliseconds() / 1000) // _DAY)
        except Untrusted as error:
            return _fail(str(error), "Let the platform issue a certificate for exactly this host name.")
        if left < _DAYS_LEFT:
            said = f"The certificate of {origins.host_of(origin)} ends in {left} days."
            return _fail(said, "See why it is not renewed: DNS must lead to the platform that renews it.")
        lefts.append(f"{origins.host_of(origin)} for {left} days")
    return _pass(f"The certificates are valid: {', '.join(lefts)}.")


CRITERIA: Final[Mapping[str, Check]] = {
    'Health check returns 200 with "database": "connected"': health,
    "Authentication flow works (login sets cookie)": login,
    "Protected routes require authentication": protected,
    "CORS allows frontend requests": cors,
    "Cookies are sent cross-domain": cookies,
    "Database migrations are applied": migrations,
    "No errors in the logs": errors,
    "All environment variables are set": variables,
    "Frontend can communicate with backend": front_end.reaches,
    "SSL certificate is active (HTTPS)": tls,
}
"""In the words and the order in which an operator ticks them off."""
