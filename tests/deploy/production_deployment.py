"""A production deployment on loopback: TLS everywhere, two workers, and the web app on its own host."""

import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import trustme

from soulter.core.clock import Clock
from soulter.server import web_app
from tests.browser.web import harness
from tests.deploy import debian_packages
from tests.deploy.processes import answered, running, variables
from tests.process.test_cli import free_port

API, APP = "https://api.soulter-stays.com", "https://app.soulter-stays.com"
REWRITE, VERCEL = "https://rewrite.soulter-stays.com", "https://myapp.vercel.app"
OWNER = "owner@soulter-stays.com"
METRICS_TOKEN = "Kd8Gs2Hf6Jb3Mc5PyAeUiOxNaBtq7Zr1Vx0Lw9Tn4"
_NAMES = ("api.soulter-stays.com", "app.soulter-stays.com", "rewrite.soulter-stays.com", "myapp.vercel.app")


@dataclass
class Live:
    """A running deployment. `sites` are ports by name: `api`, the fronts, and each faulty proxy."""

    folder: Path
    password: str
    ca_file: str
    database_url: str
    sites: dict[str, int] = field(default_factory=dict)

    def at(self, site: str) -> tuple[str, int]:
        """Where a site listens."""
        return "127.0.0.1", self.sites[site]


@dataclass(frozen=True)
class Site:
    """A site: lines of a Caddyfile before and inside the proxy block, or a web app that calls `calls`."""

    before: str = ""
    within: str = ""
    certificate: str = "good"
    host: str = API
    calls: str | None = None
    policy: str = ""


@contextmanager
def deployed(folder: Path, home: Path, sites: dict[str, Site]) -> Iterator[Live]:
    """Start the deployment; the release is installed in `home`."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))
    _certificates(folder, authority)
    with ExitStack() as stack:
        url = stack.enter_context(_postgres(folder, authority))
        origins = f"{APP},{REWRITE},{VERCEL}"
        found = variables(
            home, url, FRONTEND_URLS=origins, PUBLIC_URL=API, WEB_CONCURRENCY="2", METRICS_TOKEN=METRICS_TOKEN
        )
        for command in (
            ["soulter", "migrate"],
            ["soulter", "users", "create", "--role", "super_admin", "--email", OWNER, "--json"],
        ):
            said = _succeeded(command, folder, found)
        password = json.loads(said)["password"]
        server = stack.enter_context(running(["soulter", "serve"], folder, found))
        live = Live(folder, password, str(folder / "ca.pem"), url, {name: free_port() for name in sites})
        (folder / "Caddyfile").write_text(_caddyfile(folder, live, sites, int(found["PORT"])))
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "XDG_DATA_HOME": str(folder),
            "XDG_CONFIG_HOME": str(folder),
        }
        caddy: list[str | Path] = [
            debian_packages.caddy(),
            "run",
            "--config",
            folder / "Caddyfile",
            "--adapter",
            "caddyfile",
        ]
        proxy_folder = folder / "proxy"
        proxy_folder.mkdir()
        proxy = stack.enter_context(running(caddy, proxy_folder, environment))
        answered(f"http://127.0.0.1:{found['PORT']}", "/readyz", server, folder)
        answered(f"http://127.0.0.1:{live.sites['api']}", "/", proxy, proxy_folder)
        yield live


def _succeeded(command: list[str], folder: Path, environment: Mapping[str, str]) -> str:
    """What a command printed that must end with status 0."""
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def _certificates(folder: Path, authority: trustme.CA) -> None:
    now = Clock().now()
    made = {
        "good": authority.issue_cert(*_NAMES),
        "expired": authority.issue_cert(
            *_NAMES, not_before=now - timedelta(days=90), not_after=now - timedelta(days=1)
        ),
        "ending": authority.issue_cert(*_NAMES, not_after=now + timedelta(days=13)),
        "stranger": authority.issue_cert("other.soulter-stays.com"),
    }
    for name, certificate in made.items():
        certificate.private_key_and_cert_chain_pem.write_to_path(str(folder / f"{name}.pem"))


@contextmanager
def _postgres(folder: Path, authority: trustme.CA) -> Iterator[str]:
    """A PostgreSQL that accepts only TLS. Returns a URL that verifies the certificate."""
    programs, data, port = debian_packages.postgres(), folder / "data", free_port()
    owner = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
    data.mkdir()
    for path in (folder, *folder.parents):
        if path.stat().st_uid == os.geteuid() and path != path.parent and str(path).startswith("/tmp/"):
            path.chmod(0o755)
    if owner:
        shutil.chown(data, "postgres", "postgres")
    how = ["-U", "soulter", "--auth=trust", "-E", "UTF8", "--no-sync", "--no-instructions"]
    command = [programs / "initdb", "-D", data, *how]
    subprocess.run(command, check=True, capture_output=True, cwd="/", **owner)  # type: ignore[call-overload]
    certificate = authority.issue_cert("localhost")
    for name, blob in (
        ("server.key", certificate.private_key_pem.bytes()),
        ("server.crt", certificate.cert_chain_pems[0].bytes()),
    ):
        (data / name).write_bytes(blob)
        (data / name).chmod(0o600)
        if owner:
            shutil.chown(data / name, "postgres", "postgres")
    (data / "pg_hba.conf").write_text("hostssl all all 127.0.0.1/32 trust\n")
    options = {"port": port, "listen_addresses": "127.0.0.1", "unix_socket_directories": "", "ssl": "on"}
    given = (word for name, value in options.items() for word in ("-c", f"{name}={value}"))
    command = [programs / "postgres", "-D", data, *given]
    with (folder / "postgres.txt").open("w") as log:
        server = subprocess.Popen(command, cwd="/", stdout=log, stderr=log, **owner)  # type: ignore[call-overload]
    try:
        _until_ready(folder / "postgres.txt", server)
        yield (
            f"postgresql://soulter@localhost:{port}/postgres?sslmode=verify-full&sslrootcert={folder}/ca.pem"
        )
    finally:
        server.terminate()
        server.wait(30)


def _until_ready(log: Path, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while "ready to accept connections" not in log.read_text():
        assert server.poll() is None, log.read_text()
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.1)


def _caddyfile(folder: Path, live: Live, sites: dict[str, Site], port: int) -> str:
    built = harness.built()
    parts = ["{\n\tadmin off\n\tauto_https off\n}"]
    for name, site in sites.items():
        listen = f"{site.host}:{live.sites[name]}"
        if site.calls is None:
            body = f"{site.before}\n\treverse_proxy 127.0.0.1:{port} {{\n\t\t{site.within}\n\t}}"
        else:
            body = _pages(folder / f"pages-{live.sites[name]}", built, site, port)
        parts.append(
            f"{listen} {{\n\ttls {folder}/{site.certificate}.pem "
            f"{folder}/{site.certificate}.pem\n\t{body}\n}}"
        )
    return "\n".join(parts) + "\n"


def _pages(folder: Path, built: Path, site: Site, port: int) -> str:
    """The web app on its own host. Without an address to call, its host forwards /api."""
    shutil.copytree(built, folder)
    page = (folder / "index.html").read_text()
    (folder / "index.html").write_text(
        page.replace('name="soulter-api" content=""', f'name="soulter-api" content="{site.calls}"')
    )
    policy = (
        site.policy or web_app.security_headers(site.calls or "", production=True)["Content-Security-Policy"]
    )
    lines = [f'header Content-Security-Policy "{policy}"', site.before, f"root * {folder}"]
    passed = [f"handle /api/* {{\n\t\treverse_proxy 127.0.0.1:{port}\n\t}}"] if not site.calls else []
    return "\n\t".join([*lines, *passed, "handle {\n\t\ttry_files {path} /index.html\n\t\tfile_server\n\t}"])
