"""The topologies of web app and API, and the settings that an operator writes for each."""

from dataclasses import dataclass, field

SECRET = "q7Zr1Vx0Lw9Tn4Kd8Gs2Hf6Jb3Mc5PyAeUiOxNaBt"


@dataclass(frozen=True)
class Topology:
    """A web app, the API, and what the login cookie is to look like."""

    name: str
    front: str
    api: str
    variables: dict[str, str]
    cookie: dict[str, object]
    third_party_cookies: bool = True
    rewrite: bool = False
    production: bool = field(default=True, kw_only=True)

    @property
    def called(self) -> str:
        """The origin that the web app's requests go to."""
        return self.front if self.rewrite else self.api

    @property
    def environment(self) -> dict[str, str]:
        """Every variable that is set, but for the database."""
        where = {
            "FRONTEND_URLS": self.front,
            "PUBLIC_URL": self.api,
            "JWT_SECRET": SECRET,
            "LOG_LEVEL": "error",
        }
        return where | {"ENVIRONMENT": "production" if self.production else "development"} | self.variables

    def __str__(self) -> str:
        return self.name


LAX = {"sameSite": "Lax", "secure": True, "partitionKey": None}
SAME_SITE = Topology(
    "same site",
    "https://app.soulter-stays.com",
    "https://api.soulter-stays.com",
    {"COOKIE_SAMESITE": "lax"},
    LAX,
)
REWRITE = Topology(
    "rewrite",
    "https://myapp.vercel.app",
    "https://api.railway.app",
    {"COOKIE_SAMESITE": "lax"},
    LAX,
    rewrite=True,
)
CROSS_SITE = Topology(
    "cross-site, third-party cookies allowed", "https://myapp.vercel.app", "https://api.railway.app", {},
    {"sameSite": "None", "secure": True, "partitionKey": "https://myapp.vercel.app"},
)  # fmt: skip
CROSS_SITE_BLOCKED = Topology(
    "cross-site, third-party cookies blocked",
    CROSS_SITE.front,
    CROSS_SITE.api,
    {},
    CROSS_SITE.cookie,
    third_party_cookies=False,
)
DEVELOPMENT = Topology(
    "development",
    "http://localhost:3000",
    "http://localhost:5001",
    {},
    LAX | {"secure": False},
    production=False,
)
ALL = (SAME_SITE, REWRITE, CROSS_SITE, CROSS_SITE_BLOCKED, DEVELOPMENT)

NAMES = [
    "*.soulter-stays.com",
    "soulter-stays.com",
    "*.vercel.app",
    "*.railway.app",
    "*.up.railway.app",
    "*.example",
    "*.evil.example",
]
NAMES += ["evil.example", "probe.example", "myapp.vercel.app.evil.example"]
"""All host names, for the certificate of the tests."""
