"""The interactive documentation at /docs, in development only and with nothing from anywhere else."""

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.responses import HTMLResponse, Response

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Soulter API</title>
<link rel="stylesheet" href="/docs/files/swagger-ui.css"></head>
<body><div id="page"></div><script src="/docs/files/swagger-ui-bundle.js"></script><script src="/docs/start.js"></script></body></html>"""
_START = (
    'SwaggerUIBundle({url: "/openapi.json", dom_id: "#page", withCredentials: true, docExpansion: "list"});'
)
_POLICY = {
    "Content-Security-Policy": "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'"
}


def install(app: FastAPI) -> None:
    """Serve the page, its start script and the library's own files."""

    async def page() -> Response:
        return HTMLResponse(_PAGE, headers=_POLICY)

    async def start() -> Response:
        return Response(_START, media_type="text/javascript")

    app.add_api_route("/docs", page, include_in_schema=False)
    app.add_api_route("/docs/start.js", start, include_in_schema=False)
    app.mount("/docs/files", StaticFiles(packages=[("fastapi_swagger", "resources")]))
