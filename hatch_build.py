"""Puts the built web app into a wheel; a wheel without it would be a release without pages."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class WebApp(BuildHookInterface):
    """`web/dist` becomes `soulter/web`. An editable install finds it where it is."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before it collects files; `version` is the kind of wheel."""
        if version == "editable":
            return
        built = Path(self.root) / "web" / "dist"
        if not (built / "index.html").is_file():
            raise SystemExit(
                "The web app is not built, so this wheel would have no pages. Run first: make setup"
            )
        build_data["force_include"][str(built)] = "soulter/web"
