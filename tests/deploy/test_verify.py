"""`soulter verify` against a correct production deployment, and against deployments with one fault each."""

import json
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import certifi
import pytest

from soulter import app as application
from soulter.cli.verify import protected_paths
from soulter.verify import criteria, web
from soulter.verify import deployment as verifying
from soulter.verify.deployment import Target, Verdict
from tests import cli_runner, forked_processes
from tests.deploy import production_deployment
from tests.deploy.production_deployment import API, APP, METRICS_TOKEN, OWNER, REWRITE, VERCEL, Live, Site
from tests.process.test_cli import SOULTER, free_port, variables

CRITERIA = list(criteria.CRITERIA)
HEALTH, LOGIN, PROTECTED, CORS, COOKIES, MIGRATIONS, ERRORS, VARIABLES, FRONT, TLS = CRITERIA
# Without a route for metrics, errors cannot be counted.
COUNTED = any(
    getattr(route, "path", "") == "/metrics" for router in application.ROUTERS for route in router.routes
)
DISCONNECTED = (
    '{"status":"error","timestamp":"2026-11-25T00:00:00.000Z","environment":"production",'
    '"database":"disconnected"}'
)
ON_ANOTHER = (
    '{"status":"ok","timestamp":"2026-11-25T00:00:00.000Z","environment":"development",'
    '"database":"connected"}'
)
REFUSING = (
    '{"ok":false,"findings":[{"check":"JWT_SECRET","verdict":"refuse","detail":"JWT_SECRET looks like a '
    'sample from a document."}]}'
)
COUNTING = (
    'soulter_log_lines_total{kind=\\"request\\",level=\\"info\\"} '
    '9\\nsoulter_log_lines_total{kind=\\"request\\",level=\\"error\\"} 3'
)


def respond(path: str, status: int, body: str, kind: str = "application/json") -> str:
    return f"handle {path} {{\n\t\theader Content-Type {kind}\n\t\trespond `{body}` {status}\n\t}}"


GOOD = {
    "api": Site(),
    "app": Site(host=APP, calls=API),
    "rewrite": Site(host=REWRITE, calls=""),
    "vercel": Site(host=VERCEL, calls=API),
    "cross-site": Site(within="header_down Set-Cookie SameSite=Lax SameSite=None;Partitioned"),
}
BROKEN: dict[str, tuple[Site, str]] = {
    "health 503": (Site(respond("/health", 503, DISCONNECTED)), HEALTH),
    "no Secure": (Site(within='header_down Set-Cookie "; Secure" ""'), LOGIN),
    "no HttpOnly": (Site(within='header_down Set-Cookie "; HttpOnly" ""'), LOGIN),
    "SameSite that is none": (Site(within="header_down Set-Cookie SameSite=Lax SameSite=Loose"), LOGIN),
    "an hour": (Site(within="header_down Set-Cookie Max-Age=604800 Max-Age=3600"), LOGIN),
    "open route": (Site(respond("/api/users", 200, '{"users":[]}')), PROTECTED),
    "route that breaks": (Site(respond("/api/mails", 500, "{}")), PROTECTED),
    "CORS for all": (Site(within="header_down Access-Control-Allow-Origin *"), CORS),
    "CORS for nobody": (Site(within="header_down -Access-Control-Allow-Origin"), CORS),
    "CORS without credentials": (Site(within="header_down -Access-Control-Allow-Credentials"), CORS),
    "CORS by prefix": (
        Site(
            f"@like header Origin {APP}*\n\theader @like Access-Control-Allow-Origin "
            f"{{http.request.header.Origin}}"
        ),
        CORS,
    ),
    "CORS by suffix": (
        Site(
            "@like header Origin *app.soulter-stays.com\n\theader @like Access-Control-Allow-Origin "
            "{http.request.header.Origin}"
        ),
        CORS,
    ),
    "CORS for null": (
        Site("@like header Origin null\n\theader @like Access-Control-Allow-Origin null"),
        CORS,
    ),
    "schema behind": (
        Site(respond("/readyz", 503, '{"status":"error","database":"connected","migrations":"pending"}')),
        MIGRATIONS,
    ),
    "errors logged": (
        Site(respond("/metrics", 200, COUNTING.replace("\\n", "\n").replace('\\"', '"'), "text/plain")),
        ERRORS,
    ),
    "development": (Site(respond("/health", 200, ON_ANOTHER)), VARIABLES),
    "sample secret": (
        Site(
            f"@owner {{\n\t\tpath /api/doctor\n\t\theader Cookie "
            f"*\n\t}}\n\t{respond('@owner', 200, REFUSING)}"
        ),
        VARIABLES,
    ),
    "expired": (Site(certificate="expired"), TLS),
    "wrong host": (Site(certificate="stranger"), TLS),
    "ending": (Site(certificate="ending"), TLS),
}
FRONTS: dict[str, tuple[Site, str]] = {
    "calls another API": (Site(host=APP, calls="https://api.other.example"), FRONT),
    "no pages": (Site(respond("/", 404, "There is nothing."), host=APP, calls=API), FRONT),
    "no scripts": (Site(respond("/assets/*", 404, "There is nothing."), host=APP, calls=API), FRONT),
    "policy forbids it": (Site(host=APP, calls=API, policy="default-src 'self'"), FRONT),
    "calls itself and passes nothing on": (
        Site(respond("/api/auth/*", 404, "There is nothing."), host=APP, calls=""),
        FRONT,
    ),
    "passes on to another": (
        Site(respond("/api/properties", 200, '{"properties":[{"id":"1"}]}'), host=APP, calls=""),
        FRONT,
    ),
}


@pytest.fixture(autouse=True)
def long_timeout(monkeypatch: pytest.MonkeyPatch) -> None:
    """A longer limit, for a machine that runs other tests at the same time."""
    monkeypatch.setattr(verifying, "SECONDS", 60.0)
    monkeypatch.setattr(web, "TIMEOUT", 30.0)


def test_it_takes_no_longer_than_ten_seconds() -> None:
    text = Path(verifying.__file__).read_text(encoding="utf-8")
    assert "\nSECONDS: Final = 9.0\n" in text
    assert "thread.join(1.0)" in text, "the logout has one second more"


def test_a_silent_host_does_not_delay_the_verification(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifying, "SECONDS", 1.0)
    monkeypatch.setattr(web, "TIMEOUT", 30.0)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        places = {host.removeprefix("https://"): silent.getsockname() for host in (API, APP)}
        began = time.monotonic()
        found = look(
            Target(
                API,
                APP,
                email=OWNER,
                password="x",
                metrics_token="x",
                places=places,
                protected=["/api/users"],
            )
        )
    assert time.monotonic() - began < 20
    assert {finding.verdict for finding in found.values()} <= {Verdict.UNKNOWN, Verdict.FAIL}


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory, installed: Path) -> Iterator[Live]:
    sites = GOOD | {name: site for name, (site, _) in (BROKEN | FRONTS).items()}
    with production_deployment.deployed(tmp_path_factory.mktemp("live"), installed, sites) as found:
        yield found


def target(deployment: Live, api: str = "api", front: str = "app", origin: str = APP, **more: str) -> Target:
    places = {
        API.removeprefix("https://"): deployment.at(api),
        origin.removeprefix("https://"): deployment.at(front),
    }
    known = {"email": OWNER, "password": deployment.password, "metrics_token": METRICS_TOKEN} | more
    return Target(
        API, origin, ca_file=deployment.ca_file, places=places, protected=protected_paths(), **known
    )


def look(wanted: Target) -> dict[str, verifying.Finding]:
    return {finding.criterion: finding for finding in verifying.look(wanted, criteria.CRITERIA)}


def failed(found: dict[str, verifying.Finding]) -> list[str]:
    return [criterion for criterion, finding in found.items() if finding.verdict is Verdict.FAIL]


def test_a_deployment_that_is_right_passes_in_every_topology(deployment: Live) -> None:
    expected = dict.fromkeys(CRITERIA, Verdict.PASS) | ({} if COUNTED else {ERRORS: Verdict.UNKNOWN})
    wanted = {
        "one site": target(deployment),
        "a rewrite": target(deployment, front="rewrite", origin=REWRITE),
        "two sites": target(deployment, api="cross-site", front="vercel", origin=VERCEL),
    }
    found = {name: look(one) for name, one in wanted.items()}
    said = {
        name: {key: (finding.verdict, finding.said) for key, finding in findings.items()}
        for name, findings in found.items()
    }
    assert {
        name: {key: finding.verdict for key, finding in findings.items()} for name, findings in found.items()
    } == dict.fromkeys(wanted, expected), said
    assert "Safari up to 18.3 and 18.5 to 26.1" in found["two sites"][COOKIES].said
    assert "passed on" in found["a rewrite"][FRONT].said


def test_each_thing_that_is_broken_is_named_and_nothing_else(deployment: Live) -> None:
    found = {name: look(target(deployment, api=name)) for name in BROKEN} | {
        name: look(target(deployment, front=name)) for name in FRONTS
    }
    wrong = {
        name: failed(found[name])
        for name, (_, criterion) in (BROKEN | FRONTS).items()
        if failed(found[name]) != [criterion]
    }
    assert wrong == {}
    for name, (_, criterion) in (BROKEN | FRONTS).items():
        assert found[name][criterion].said.endswith((".", "…")), name
        assert found[name][criterion].remedy.endswith("."), name
    assert "started: 3." in found["errors logged"][ERRORS].said
    assert "JWT_SECRET looks like a sample" in found["sample secret"][VARIABLES].said


def test_a_cookie_for_one_site_does_not_come_back_across_two(deployment: Live) -> None:
    found = look(target(deployment, front="vercel", origin=VERCEL))
    assert failed(found) == [COOKIES]
    assert "SameSite=lax" in found[COOKIES].said


def test_without_a_login_the_unknown_criteria_are_listed(deployment: Live) -> None:
    found = look(target(deployment, email="", password="", metrics_token=""))
    assert [key for key, finding in found.items() if finding.verdict is Verdict.UNKNOWN] == [
        LOGIN,
        ERRORS,
        VARIABLES,
    ]
    assert failed(found) == []


def test_a_wrong_password_is_a_failure_and_is_not_shown(deployment: Live) -> None:
    found = look(target(deployment, password="seven lanterns on a jetty"))
    assert failed(found) == [LOGIN]
    assert "lanterns" not in repr(found)


def test_an_unreachable_deployment_is_one_failure(deployment: Live) -> None:
    wanted = target(deployment)
    nowhere = Target(
        API,
        APP,
        places={**wanted.places, "api.soulter-stays.com": ("127.0.0.1", free_port())},
        ca_file=deployment.ca_file,
        protected=(),
    )
    assert failed(look(nowhere)) == [HEALTH, FRONT]


def run(deployment: Live, *more: str, **environment: str) -> subprocess.CompletedProcess[str]:
    hosts = {"api.soulter-stays.com": "api", "app.soulter-stays.com": "app"}
    places = [
        word
        for host, site in hosts.items()
        for word in ("--resolve", f"{host}=127.0.0.1:{deployment.sites[site]}")
    ]
    command = ["verify", API, "--frontend", APP, "--ca-file", deployment.ca_file, *places, *more]
    return forked_processes.run(command, deployment.folder, variables(**environment))


def test_the_command_prints_a_table_or_json_and_no_secret(deployment: Live) -> None:
    secrets = {verifying.PASSWORD: deployment.password, verifying.METRICS: METRICS_TOKEN}
    table = run(deployment, "--login", OWNER, **secrets)
    document = run(deployment, "--login", OWNER, "--json", **secrets)
    assert (table.returncode, document.returncode, table.stderr, document.stderr) == (0, 0, "", "")
    assert [criterion for criterion in CRITERIA if criterion not in table.stdout] == []
    found = json.loads(document.stdout)
    assert (found["ok"], [item["criterion"] for item in found["criteria"]]) == (True, CRITERIA)
    assert found["seconds"] > 0
    for output in (table.stdout, document.stdout):
        assert deployment.password not in output
        assert METRICS_TOKEN not in output
        assert "eyJ" not in output, "a token of the login"
    strict = run(deployment, "--strict")
    assert (strict.returncode, "Cannot tell: 3" in strict.stdout) == (1, True)
    assert run(deployment).returncode == 0


def test_its_login_is_ended(deployment: Live) -> None:
    before = sessions(deployment)
    assert failed(look(target(deployment))) == []
    assert sessions(deployment) == before, "each look has one session of its own, which is over"


def sessions(deployment: Live) -> int:
    """How many login sessions the owner has, including the one that asks."""
    asked = verifying.Deployment(target(deployment))
    count = len(asked.get("/api/auth/sessions", cookie=asked.session).document()["sessions"])
    asked.leave()
    return count


def test_a_database_without_a_valid_certificate_is_not_used(deployment: Live) -> None:
    trusting_others = deployment.database_url.replace(deployment.ca_file, certifi.where())
    environment = variables(DATABASE_URL=trusting_others, JWT_SECRET="x" * 48)
    command = [str(SOULTER), "migrate"]
    done = subprocess.run(
        command,
        cwd=deployment.folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert done.stderr.startswith("DATABASE_URL: the server's certificate is refused (")


WRONG = {
    "no origin": (("api.example.com", "--frontend", APP), "The API's address: "),
    "a path": ((API, "--frontend", f"{APP}/login"), "--frontend: "),
    "no place": ((API, "--frontend", APP, "--resolve", "here"), "--resolve here is not HOST=ADDRESS:PORT"),
    "no authority": (
        (API, "--frontend", APP, "--ca-file", "/nowhere.pem"),
        "--ca-file /nowhere.pem is not there.",
    ),
    "no password": (
        (API, "--frontend", APP, "--login", OWNER),
        "--login needs a password: set SOULTER_VERIFY_PASSWORD",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_unusable_arguments_are_refused_with_a_sentence(monkeypatch: pytest.MonkeyPatch, case: str) -> None:
    arguments, sentence = WRONG[case]
    monkeypatch.delenv(verifying.PASSWORD, raising=False)
    done = cli_runner.invoke(["verify", *arguments])
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith(sentence)
    assert done.stderr.count("\n") == 1
