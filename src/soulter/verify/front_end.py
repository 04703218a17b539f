"""What the web app's pages say about where their API is."""

import re
from typing import Final
from urllib.parse import urlsplit

from soulter.verify.deployment import Deployment, Outcome, Verdict
from soulter.verify.web import Answer, Unreachable, Untrusted

_META: Final = re.compile(r"""<meta\s[^>]*name=["']soulter-api["'][^>]*content=["']([^"']*)["']""")
_SCRIPTS: Final = re.compile(r"""<(?:script|link)\s[^>]*(?:src|href)=["']([^"']+\.js)["']""")


def called(deployment: Deployment) -> str:
    """The origin that the pages call: of the page's meta, of the build, or their own. Raises Unreachable."""
    front, api = deployment.target.front, deployment.target.api
    page = deployment.get("/", origin=front).body.decode(errors="replace")
    if (named := _META.search(page)) and named[1]:
        return named[1].rstrip("/")
    built = any(
        f"{quote}{api}{quote}".encode() in script.body
        for script in _scripts(deployment, page)
        for quote in "\"'`"
    )
    return api if built else front


def reaches(deployment: Deployment) -> Outcome:
    """The front end's pages are there, and what they call is this API."""
    front = deployment.target.front
    try:
        page = deployment.get("/", origin=front)
        if page.status != 200 or "html" not in page.header("content-type"):
            return Outcome(
                Verdict.FAIL,
                f"{front}/ is no page: it answered {page.status}.",
                "Deploy the web app there (web/README.md).",
            )
        scripts = _scripts(deployment, page.body.decode(errors="replace"))
        if not scripts or any(
            script.status != 200 or "javascript" not in script.header("content-type") for script in scripts
        ):
            return Outcome(
                Verdict.FAIL,
                f"The scripts of {front}/ are missing.",
                "Build and deploy the web app again, with its assets/ (web/README.md).",
            )
        return _compared(deployment, page)
    except Untrusted:
        raise
    except Unreachable as error:
        return Outcome(Verdict.FAIL, str(error), "Deploy the web app there, and correct DNS.")


def _scripts(deployment: Deployment, page: str) -> list[Answer]:
    paths = [path for path in _SCRIPTS.findall(page) if path.startswith("/") and not path.startswith("//")]
    return deployment.web.read_all(deployment.target.front, paths)


def _compared(deployment: Deployment, page: Answer) -> Outcome:
    front, api = deployment.target.front, deployment.target.api
    found = deployment.once(called)
    if found not in (front, api):
        remedy = f"Serve the page with {api} in its meta soulter-api, build it with VITE_API_URL={api}, or pass /api/* on to it."
        return Outcome(Verdict.FAIL, f"The pages call {found}, and not {api}.", remedy)
    answer = deployment.get("/api/auth/me", origin=found, Origin=front)
    if answer.status != 401 or "problem+json" not in answer.header("content-type"):
        said = f"{found}/api/auth/me, which the pages call, is not answered by the API: {answer.status}."
        return Outcome(
            Verdict.FAIL,
            said,
            f"Let {urlsplit(front).hostname} pass /api/* on to {api}, or build the pages with VITE_API_URL={api}.",
        )
    if found != front and not _may_connect(page, found):
        remedy = f"Add {found} to connect-src of the Content-Security-Policy that {front} sends."
        return Outcome(Verdict.FAIL, f"The pages are told by their own headers not to call {found}.", remedy)
    return (
        _same(deployment)
        if found == front != api
        else Outcome(Verdict.PASS, f"The pages call {found}, which answers.")
    )


def _may_connect(page: Answer, origin: str) -> bool:
    policy = dict(
        part.strip().partition(" ")[::2] for part in page.header("content-security-policy").split(";")
    )
    sources = (policy.get("connect-src") or policy.get("default-src") or "*").split()
    return bool({origin, "*", "https:"} & set(sources))


def _same(deployment: Deployment) -> Outcome:
    """Behind the front end's own /api there is this deployment, and no other."""
    front, api = deployment.target.front, deployment.target.api
    mine, theirs = (
        deployment.get("/api/properties", origin=origin).document().get("properties")
        for origin in (api, front)
    )
    other = Outcome(
        Verdict.FAIL,
        f"{front}/api leads to another API than {api}.",
        f"Correct the destination of the rewrite of /api/* to {api}.",
    )
    if [house.get("id") for house in mine or []] != [house.get("id") for house in theirs or []]:
        return other
    if not mine and not deployment.session:
        said = f"{front}/api is an API of ours, but with no property and no login there is nothing to know it by."
        return Outcome(Verdict.UNKNOWN, said, "Pass --login EMAIL.")
    # The cookie goes where browsers would send it too: to the host of the pages that the operator named.
    if not mine and deployment.get("/api/auth/me", origin=front, cookie=deployment.session).status != 200:
        return other
    return Outcome(Verdict.PASS, f"The pages call {front}/api, which is passed on to {api}.")
