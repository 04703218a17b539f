"""The modules that a start loads: few in a parent of workers, and in a worker none of other commands.

`make setup` compiles all of them.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

from fastapi.routing import iter_route_contexts

from soulter.app import close, create_app
from tests.conftest import settings_for
from tests.process.test_cli import free_port

ROOT = Path(__file__).parents[2]

# Ends where the parent would start its workers, and prints which modules of `argv[1:]` are loaded.
_PARENT = """
import sys
from soulter.cli import main as cli
from soulter.server import supervisor
asked = sys.argv[1:]
def tell(self):
    print("loaded", *(name for name in asked if name in sys.modules))
    raise SystemExit
supervisor.Supervisor.run = tell
sys.argv = ["soulter", "serve"]
cli.main()
"""

_WORKER = """
import sys
from soulter import app
app.from_environment()
print("loaded", *(name for name in sys.argv[1:] if name in sys.modules))
"""

# Imports the module of every command without running one.
_VERSION = """
import sys
from soulter.cli import main as cli
asked, sys.argv = sys.argv[1:], ["soulter", "--version"]
try:
    cli.main()
finally:
    print("loaded", *(name for name in asked if name in sys.modules))
"""

_THE_APPLICATION = (
    "soulter.app",
    "soulter.core.database.transactions",
    "fastapi",
    "sqlalchemy",
    "asyncpg",
    "argon2",
    "jwt",
    "cryptography",
)

# Other commands, what only the first mail or the decoder of photos needs, and modules for development.
_OF_OTHERS = (
    "typer", "PIL", "pillow_heif", "alembic", "mako", "jinja2", "aiosmtplib", "obstore", "fastapi_swagger",
    "soulter.backup", "soulter.transfer", "soulter.seeds", "soulter.notices.process",
    "soulter.verify.deployment", "soulter.schema.migrate",
)  # fmt: skip

# Production settings, with a PostgreSQL that is not asked before the first request.
_PRODUCTION = {
    "ENVIRONMENT": "production", "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
    "JWT_SECRET": "qWeRtYuIoPaSdFgHjKlZxCvBnM0123456789",
    "FRONTEND_URLS": "https://app.soulter-start.net", "PUBLIC_URL": "https://api.soulter-start.net",
}  # fmt: skip


def python(folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Python in a process of its own, with a deployment's settings."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOST": "127.0.0.1",
        "PORT": str(free_port()),
        **_PRODUCTION,
        **variables,
    }
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=240,
    )


def loaded(folder: Path, code: str, names: tuple[str, ...], **variables: str) -> set[str]:
    """Which of these modules a start has loaded."""
    return set(python(folder, "-c", code, *names, **variables).stdout.splitlines()[-1].split()[1:])


def test_a_parent_of_several_workers_does_not_load_the_application(tmp_path: Path) -> None:
    assert loaded(tmp_path, _PARENT, (*_THE_APPLICATION, "uvicorn"), WEB_CONCURRENCY="2") == {"uvicorn"}
    assert (
        loaded(
            tmp_path, _PARENT.replace('"serve"]', '"serve", "--web"]'), _THE_APPLICATION, WEB_CONCURRENCY="2"
        )
        == set()
    )


def test_the_version_is_told_without_loading_the_application_or_its_settings(tmp_path: Path) -> None:
    commands = {f"soulter.cli.{path.stem}" for path in (ROOT / "src/soulter/cli").glob("[!_]*.py")}
    names = (*_THE_APPLICATION, *_OF_OTHERS, "pydantic", "soulter.core.config.settings", *sorted(commands))
    assert loaded(tmp_path, _VERSION, names) == commands | {"typer"}


def test_a_worker_loads_the_application_and_nothing_of_other_commands(tmp_path: Path) -> None:
    assert loaded(tmp_path, _WORKER, (*_THE_APPLICATION, *_OF_OTHERS)) == set(_THE_APPLICATION)


def test_what_a_start_loads_was_compiled_by_make_setup(tmp_path: Path) -> None:
    [names] = re.findall(r"^COMPILED := (import .+)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    cache = {"PYTHONPYCACHEPREFIX": str(tmp_path / "compiled")}
    python(tmp_path, "-c", names, **cache)
    loaded = "uvloop, uvicorn.lifespan.on, uvicorn.loops.uvloop, soulter.server.protocol"
    start = f"from soulter import app; import {loaded}; app.with_web_app()"
    told = python(
        tmp_path, "-v", "-c", f"import soulter.cli; {start}", PYTHONDONTWRITEBYTECODE="1", **cache
    ).stderr
    assert len(re.findall(r"code object from .*\.pyc'", told)) > 500
    assert re.findall(r"code object from '(.*\.py)'", told) == []


async def test_no_route_makes_validators_of_the_refusals_that_it_documents(tmp_path: Path) -> None:
    app = create_app(settings_for(f"sqlite:///{tmp_path / 'none.db'}"))
    routes = [route for route in iter_route_contexts(app.routes) if getattr(route, "responses", None)]
    assert len(routes) > 50
    assert {route.path for route in routes if route.response_fields} <= {"/health", "/readyz"}
    await close(app)


def test_the_list_of_suffixes_is_read_only_when_something_depends_on_it() -> None:
    start = """
import sys
from soulter.app import create_app
from soulter.core.config import settings
given = {
    "_env_file": None,
    "environment": "test",
    "database_url": "sqlite:////tmp/never-opened.db",
    "jwt_secret": "x" * 48,
    "public_url": "https://api.example.com",
}
create_app(settings.load(**given))
assert "publicsuffixlist" not in sys.modules
settings.load(**given, cookie_domain="example.com")
assert "publicsuffixlist" in sys.modules
"""
    done = subprocess.run(
        [sys.executable, "-c", start], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
