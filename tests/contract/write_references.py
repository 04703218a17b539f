"""Writes the files that are generated from the code: openapi.json, .env.example and parts of docs/.

    .venv/bin/python -m tests.contract.write_references

A page keeps its hand-written text; the part between its two markers is generated.
"""

import importlib
import json
import pkgutil
import re
import sys
import tempfile
import textwrap
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import typer.main
from fastapi import FastAPI
from pydantic import AliasChoices, SecretStr
from pydantic_core import PydanticUndefined

import soulter
from soulter.access.grants import GRANTS, LINK_GRANTS, access_scope
from soulter.access.permissions import ALL, Permission
from soulter.access.roles import Role
from soulter.accounts import openapi
from soulter.app import create_app
from soulter.cli import main as cli
from soulter.core.config import settings
from soulter.core.config.settings import Settings
from soulter.core.errors import SoulterError
from soulter.core.http import field_errors, problems
from tests.contract import export_reference, package_map

ROOT = Path(__file__).parents[2]
COMMAND = ".venv/bin/python -m tests.contract.write_references"
BEGIN, END = "<!-- generated: begin -->", "<!-- generated: end -->"
WHO: dict[str, Role | None] = {
    "anybody": None,
    "customer": Role.CUSTOMER,
    "agent": Role.AGENT,
    "staff": Role.ADMIN,
    "owner": Role.SUPER_ADMIN,
}


@cache
def application() -> FastAPI:
    """The application as it is built for tests, without a database behind it."""
    nowhere = Path(tempfile.gettempdir()) / "soulter-without-a-database.db"  # never opened
    found = settings.load(
        _env_file=None, environment="test", database_url=f"sqlite:///{nowhere}", jwt_secret="x" * 48
    )
    return create_app(found)


def operations() -> dict[tuple[str, str], Permission | None]:
    """The operations of the document, with the permission that each states."""
    stated = openapi.permissions(application())
    return {
        (method, path): stated[method, path]
        for path, found in application().openapi()["paths"].items()
        for method in found
    }


def openapi_json() -> str:
    """The document, one line per value, so that a change of it can be read."""
    return json.dumps(application().openapi(), indent=2, ensure_ascii=False) + "\n"


def permissions_table() -> str:
    """Who may call what, and which things they reach with it."""
    lines = [f"| Operation | Permission | {' | '.join(WHO)} |", f"|---|---|{'---|' * len(WHO)}"]
    for (method, path), permission in operations().items():
        cells = [_mark(role, permission, kind_of(path)) for role in WHO.values()]
        lines.append(
            f"| `{method.upper()} {path}` | {f'`{permission}`' if permission else 'public'} | "
            f"{' | '.join(cells)} |"
        )
    lines += ["", f"| Finer right | {' | '.join(WHO)} |", f"|---|{'---|' * len(WHO)}"]
    for permission in ALL.values():
        if permission not in operations().values():
            lines.append(
                f"| `{permission}` | {' | '.join(_mark(role, permission, None) for role in WHO.values())} |"
            )
    return "\n".join(lines)


def kind_of(path: str) -> str | None:
    """The kind of object that the last id of a path names, or None.

    A kind without a declared access scope is an error.
    """
    found = re.findall(r"\{(\w+)_id\}", path)
    return found[-1] if found else None


def _mark(role: Role | None, permission: Permission | None, kind: str | None) -> str:
    linked = role is None and permission in LINK_GRANTS
    if permission is not None and permission not in GRANTS[role] and not linked:
        return "no"
    if kind is None:
        return "link" if linked else "yes"
    return access_scope(kind, role).value


def refusals() -> list[type[SoulterError]]:
    """Every refusal that some feature makes, by its code."""
    for module in pkgutil.walk_packages(soulter.__path__, "soulter."):
        if not module.name.startswith("soulter.migrations"):
            importlib.import_module(module.name)
    return sorted(
        (kind for kind in _below(SoulterError) if kind not in problems.STATUS), key=lambda kind: kind.code()
    )


def _below(kind: type[SoulterError]) -> Iterator[type[SoulterError]]:
    for child in kind.__subclasses__():
        if child.__module__.startswith("soulter."):
            yield child
        yield from _below(child)


def _status(kind: type[SoulterError]) -> int:
    return next(problems.STATUS[parent] for parent in kind.__mro__ if parent in problems.STATUS)


def general_codes() -> list[tuple[str, int, str]]:
    """Codes that no feature makes: the framework's, and those of input and bugs."""
    of_the_framework = [
        (code, status, sentence) for status, (code, sentence) in problems._OF_THE_FRAMEWORK.items()
    ]
    own = [
        ("invalid", 422, "Values in the request are not acceptable; `errors` names each with its place."),
        ("internal", 500, "A bug of ours. The request id leads us to it."),
        ("refused", 400, "The server refused the request before a feature saw it; also with other statuses."),
    ]
    return sorted(of_the_framework + own)


def errors_table() -> str:
    """Every code, its status, and what it means."""
    rows = [(kind.code(), _status(kind), (kind.__doc__ or "").strip().splitlines()[0]) for kind in refusals()]
    lines = ["| Code | Status | Meaning |", "|---|---|---|"]
    return "\n".join(
        lines
        + [
            f"| `{code}` | {status} | {_cell(meaning)} |"
            for code, status, meaning in sorted(rows + general_codes())
        ]
    )


def field_errors_table() -> str:
    """Every code of an error of a field, its facts, and its sentence."""
    lines = ["| Code of a field | Facts | Sentence |", "|---|---|---|"]
    for code, form in sorted(field_errors.SENTENCES.items()):
        text = " ".join(form[1:]) if isinstance(form, tuple) else form
        facts = ", ".join(f"`{name}`" for name in dict.fromkeys(re.findall(r"\{(\w+)\}", text)))
        said = _cell(text.replace("{", "*").replace("}", "*"))
        lines.append(f"| `{code}` | {facts} | {said} |")
    return "\n".join(lines)


def errors_tables() -> str:
    """The codes of problems, then those of fields."""
    return f"{errors_table()}\n\n{field_errors_table()}"


def variables() -> dict[str, Any]:
    """Each variable that the service reads, with its field."""
    found: dict[str, Any] = {}
    for name, field in Settings.model_fields.items():
        alias = field.validation_alias
        found[str(alias.choices[0]) if isinstance(alias, AliasChoices) else name.upper()] = field
    return found


def configuration_table() -> str:
    """Every variable, its default, and what it means."""
    lines = ["| Variable | Default | Meaning |", "|---|---|---|"]
    return "\n".join(
        lines
        + [
            f"| `{name}` | {_default(field.default)} | {_cell(field.description or '')} |"
            for name, field in variables().items()
        ]
    )


REQUIRED = ("DATABASE_URL", "JWT_SECRET", "FRONTEND_URLS", "PUBLIC_URL")
_BEFORE_THE_VARIABLES = """\
# Every variable that Soulter reads. Copy this file to .env in the folder where the service starts, and
# uncomment the variables that you set. A variable of the environment overrides this file. Never commit a
# secret; git ignores .env.
# Production must set ENVIRONMENT, DATABASE_URL, JWT_SECRET, FRONTEND_URLS and PUBLIC_URL. Make a secret with
#   python3 -c 'import secrets; print(secrets.token_urlsafe(48))'
# The value after each = is the default.
"""


def env_example() -> str:
    """A file to copy: each variable with its meaning, commented out, and never with a secret in it."""
    parts = [_BEFORE_THE_VARIABLES]
    for name, field in variables().items():
        meaning = textwrap.wrap(_cell(field.description or "").replace("`", ""), 118)
        value = "" if isinstance(field.default, SecretStr) else _default(field.default).strip("`")
        required = ["# Required in production."] if name in REQUIRED else []
        parts.append(
            "\n".join(
                [*(f"# {line}" for line in meaning), *required, f"#{name}={'' if value == 'none' else value}"]
            )
            + "\n"
        )
    return "\n".join(parts)


def _default(value: object) -> str:
    if isinstance(value, SecretStr):
        return "made for each checkout"
    if value in (None, PydanticUndefined, ""):
        return "none"
    if isinstance(value, tuple):
        return f"`{','.join(map(str, value))}`"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def commands() -> dict[str, Any]:
    """Each command with its words, such as `users create`."""
    found: dict[str, Any] = {}

    def walk(command: Any, words: tuple[str, ...]) -> None:
        children = getattr(command, "commands", {})
        if not children:
            found[" ".join(words)] = command
        for name, child in children.items():
            walk(child, (*words, name))

    walk(typer.main.get_command(cli.app), ())
    return found


def cli_section() -> str:
    """Every command, what it does, and its options."""
    parts = []
    for words, command in commands().items():
        parts += [f"### `soulter {words}`", "", _cell(command.help or ""), ""]
        options = [option for option in command.params if option.name != "help"]
        if options:
            parts += ["| Option | Meaning |", "|---|---|"]
            parts += [
                f"| `{', '.join(option.opts)}` | "
                f"{'Required. ' if option.required else ''}{_cell(option.help or '')} |"
                for option in options
            ]
            parts.append("")
    return "\n".join(parts).strip()


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


PAGES = {
    "docs/architecture.md": package_map.section,
    "docs/permissions.md": permissions_table,
    "docs/errors.md": errors_tables,
    "docs/configuration.md": configuration_table,
    "docs/cli.md": cli_section,
    "docs/backup.md": export_reference.section,
}


def expected(page: str) -> str:
    """The page as it should be: its own sentences, and the generated part of today."""
    text = (ROOT / page).read_text(encoding="utf-8")
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{page} needs the two lines {BEGIN} and {END}")
    return f"{before}{BEGIN}\n\n{PAGES[page]()}\n\n{END}{after}"


def main() -> None:
    """Write all of them, saying which ones changed."""
    written = {
        "openapi.json": openapi_json(),
        ".env.example": env_example(),
        **{page: expected(page) for page in PAGES},
    }
    for name, text in written.items():
        path = ROOT / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            sys.stdout.write(f"wrote {name}\n")


if __name__ == "__main__":
    main()
