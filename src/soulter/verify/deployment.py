"""`soulter verify`: ten questions to a live deployment, asked from outside. What is asked is in `verify_checks`."""

import json
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, TypeVar

from soulter.core import clock
from soulter.verify.web import Answer, Unreachable, Untrusted, Web

PASSWORD, METRICS = "SOULTER_VERIFY_PASSWORD", "SOULTER_VERIFY_METRICS_TOKEN"
READ: Final = (PASSWORD, METRICS)
"""Variables that this command reads, and the service does not."""

SECONDS: Final = 9.0
"""How long all of it may take, but for the logout at the end."""

COOKIE: Final = "auth_token"

Result = TypeVar("Result")


class Verdict(StrEnum):
    """What a question came to."""

    PASS = "pass"  # noqa: S105 -- a verdict
    FAIL = "FAIL"
    UNKNOWN = "cannot tell"


@dataclass(frozen=True, slots=True)
class Outcome:
    """An answer to one question: what was seen, and what to do about it."""

    verdict: Verdict
    said: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Finding(Outcome):
    """An outcome with the criterion that it is about."""

    criterion: str = ""


@dataclass(frozen=True)
class Target:
    """What to look at: two origins, who logs in, and how hosts are found. Secrets stay out of its representation."""

    api: str
    front: str
    email: str = ""
    password: str = field(default="", repr=False)
    metrics_token: str = field(default="", repr=False)
    ca_file: str | None = None
    places: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    protected: Sequence[str] = ()
    """Paths that nobody may read without a login."""


class Deployment:
    """A target while it is looked at: what several questions need is fetched once."""

    def __init__(self, target: Target) -> None:
        self.target = target
        self.web = Web(target.places, target.ca_file, clock.monotonic() + SECONDS)
        self._once = threading.RLock()
        self._known: dict[object, Any] = {}

    def get(self, path: str, *, origin: str = "", cookie: str = "", **headers: str) -> Answer:
        """Read a path of the API, or of another origin."""
        found = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.web.ask(
            "GET",
            (origin or self.target.api) + path,
            found | ({"Cookie": f"{COOKIE}={cookie}"} if cookie else {}),
        )

    def once(self, asked: "Callable[[Deployment], Result]") -> Result:
        """What `asked` finds out, the same for every question that needs it; so is that it was Unreachable."""
        with self._once:
            if asked not in self._known:
                try:
                    self._known[asked] = asked(self)
                except Unreachable as error:
                    self._known[asked] = error
            found = self._known[asked]
        if isinstance(found, Unreachable):
            raise found
        return found  # type: ignore[no-any-return]

    @property
    def session(self) -> str:
        """The value of the login cookie; "" without a login. Raises Unreachable."""
        answer = self.once(log_in)
        return set_cookie(answer).value if answer and answer.status == 200 else ""

    def leave(self) -> None:
        """End the session that the login began."""
        if log_in in self._known and (session := self.session):
            self.web = Web(self.target.places, self.target.ca_file, clock.monotonic() + 1)
            headers = {"Origin": self.target.front, "Cookie": f"{COOKIE}={session}"}
            self.web.ask("POST", f"{self.target.api}/api/auth/logout", headers)


def log_in(deployment: Deployment) -> Answer | None:
    """What the login answers; None when there is nobody to log in. To be asked once."""
    target = deployment.target
    if not target.email:
        return None
    body = json.dumps({"email": target.email, "password": target.password}).encode()
    return deployment.web.ask(
        "POST",
        f"{target.api}/api/auth/login",
        {"Origin": target.front, "Content-Type": "application/json"},
        body,
    )


@dataclass(frozen=True, slots=True)
class SetCookie:
    """A `Set-Cookie` for the login: its value, and its attributes in lower case."""

    value: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)


def set_cookie(answer: Answer) -> SetCookie:
    """The login cookie that an answer sets; empty when it sets none."""
    for name, value in answer.headers:
        if name == "set-cookie" and value.startswith(f"{COOKIE}="):
            first, *rest = (part.strip() for part in value.split(";"))
            attributes = {key.lower(): found for key, _, found in (part.partition("=") for part in rest)}
            return SetCookie(first.removeprefix(f"{COOKIE}="), attributes)
    return SetCookie()


Check = Callable[[Deployment], Outcome]


def look(target: Target, criteria: Mapping[str, Check]) -> list[Finding]:
    """Ask everything at once; whatever has not answered in time is told as such. In the order of `criteria`."""
    deployment = Deployment(target)
    found: dict[str, Outcome] = {}

    def ask(criterion: str, check: Check) -> None:
        found[criterion] = _outcome(check, deployment)

    # Daemons: a name server that hangs must not keep the command from ending.
    threads = [threading.Thread(target=ask, args=item, daemon=True) for item in criteria.items()]
    deadline = clock.monotonic() + SECONDS
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0.0, deadline - clock.monotonic()))
    _leave(deployment)
    late = Outcome(
        Verdict.UNKNOWN,
        f"There was no answer within {SECONDS:.0f} seconds.",
        "Try again; look at the other lines first.",
    )
    told = {criterion: found.get(criterion, late) for criterion in criteria}
    return [
        Finding(outcome.verdict, outcome.said, outcome.remedy, criterion)
        for criterion, outcome in told.items()
    ]


def _outcome(check: Check, deployment: Deployment) -> Outcome:
    try:
        return check(deployment)
    except Untrusted as error:
        return Outcome(
            Verdict.UNKNOWN,
            str(error),
            "Mend the certificate first; nothing is sent to a host that cannot prove who it is.",
        )
    except Unreachable as error:
        return Outcome(Verdict.UNKNOWN, str(error), "Make it answer first.")


def _leave(deployment: Deployment) -> None:
    def leave() -> None:
        try:
            deployment.leave()
        except Unreachable:
            return  # the session ends by itself; what is broken is told by the other lines

    thread = threading.Thread(target=leave, daemon=True)
    thread.start()
    thread.join(1.0)


def passed(findings: Sequence[Finding], *, strict: bool) -> bool:
    """Whether nothing failed; when strict, also nothing was left open."""
    bad = {Verdict.FAIL, Verdict.UNKNOWN} if strict else {Verdict.FAIL}
    return not any(finding.verdict in bad for finding in findings)


def table(findings: Sequence[Finding]) -> str:
    """For a person: each criterion with what was seen, and what to do where that is needed."""
    lines = []
    for number, finding in enumerate(findings, 1):
        lines += [f"{finding.verdict:<11}  {number:>2}  {finding.criterion}", f"{'':17}{finding.said}"]
        lines += [f"{'':17}-> {finding.remedy}"] if finding.remedy else []
    count = {verdict: sum(finding.verdict is verdict for finding in findings) for verdict in Verdict}
    return "\n".join(
        [
            *lines,
            "",
            f"Passed: {count[Verdict.PASS]}. Failed: {count[Verdict.FAIL]}. Cannot tell: {count[Verdict.UNKNOWN]}.",
        ]
    )
