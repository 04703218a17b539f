"""Requests that a hostile page can make a browser send, each written as the page would write it."""

from dataclasses import dataclass
from enum import Enum

# A text/plain form sends `name=value`; split before the last two characters, that is a JSON document.
_TOOLS = """async ([api, ids, json]) => {
  const quoted = text => text.replaceAll('"', '&quot;');
  const form = (path, enctype, text) => `<body>
      <form method="POST" action="${api + path}" enctype="${enctype}">
      <input name="${quoted(text.slice(0, -2))}" value="${quoted(text.slice(-2))}">
      </form><script>document.forms[0].submit()</script>`;
  const become = html => setTimeout(() => { document.open(); document.write(html); document.close(); });
  const frame = (html, sandbox) => {
    const made = document.createElement('iframe');
    if (sandbox) made.setAttribute('sandbox', sandbox);
    made.srcdoc = html;
    document.body.append(made);
  };
  const told = asked => asked.then(answer => answer.type === 'opaque' ? 'sent' : 'read', () => 'stopped');
  const quietly = (path, body) =>
      told(fetch(api + path, {method: 'POST', mode: 'no-cors', credentials: 'include', body}));
  const headers = {'Content-Type': 'application/json'};
  const openly = (path, method) =>
      told(fetch(api + path, {method, headers, credentials: 'include', body: json.stay}));
  return await (%s);
}"""


class Way(Enum):
    """The way a request is sent, which decides whether the cookie is sent with it."""

    NAVIGATION = "a navigation of the whole tab by POST"
    LINK = "a navigation of the whole tab by GET"
    PART = "a request of a page, or of a frame in it"
    SANDBOX = "a navigation of a frame that has no origin, and therefore no site"
    ASKS_FIRST = "a request that needs a preflight"


@dataclass(frozen=True)
class Attack:
    """A script, and the request that must reach the API for the attack to count."""

    name: str
    way: Way
    request: str
    run: str
    hides_origin: bool = False

    @property
    def script(self) -> str:
        """JavaScript that gets the API's origin, the ids of the victim's rows, and JSON bodies."""
        return _TOOLS % self.run

    def method_and_path(self, ids: dict[str, str]) -> tuple[str, str]:
        """What arrives; an `OPTIONS` for what needs a preflight."""
        method, _, path = self.request.format(**ids).partition(" ")
        return ("OPTIONS" if self.way is Way.ASKS_FIRST else method), path


_URLENCODED, _MULTIPART, _PLAIN = (
    "'application/x-www-form-urlencoded'",
    "'multipart/form-data'",
    "'text/plain'",
)
_LOGOUT, _BOOKINGS, _CANCEL = "`/api/auth/logout`", "`/api/bookings`", "`/api/bookings/${ids.booking}/cancel`"
_TO_LOGOUT, _TO_BOOKINGS, _TO_CANCEL = (
    "POST /api/auth/logout",
    "POST /api/bookings",
    "POST /api/bookings/{booking}/cancel",
)

ATTACKS = (
    Attack("a form", Way.NAVIGATION, _TO_LOGOUT, f"become(form({_LOGOUT}, {_URLENCODED}, json.stay))"),
    Attack("a form with parts", Way.NAVIGATION, _TO_CANCEL,
        f"become(form({_CANCEL}, {_MULTIPART}, json.stay))"),
    Attack("a form that is JSON, booking", Way.NAVIGATION, _TO_BOOKINGS,
        f"become(form({_BOOKINGS}, {_PLAIN}, json.stay))"),
    Attack("a form that is JSON, logging out", Way.NAVIGATION, _TO_LOGOUT,
        f"become(form({_LOGOUT}, {_PLAIN}, json.stay))"),
    Attack("a form that is JSON, logging in", Way.NAVIGATION, "POST /api/auth/login",
        f"become(form(`/api/auth/login`, {_PLAIN}, json.login))"),
    Attack(
        "a form that hides its origin", Way.NAVIGATION, _TO_CANCEL,
        f"become('<meta name=referrer content=no-referrer>' + form({_CANCEL}, {_PLAIN}, json.stay))",
        hides_origin=True,
    ),
    Attack("a form in a frame", Way.PART, _TO_CANCEL, f"frame(form({_CANCEL}, {_PLAIN}, json.stay))"),
    Attack(
        "a form in a sandbox", Way.SANDBOX, _TO_LOGOUT,
        f"frame(form({_LOGOUT}, {_PLAIN}, json.stay), 'allow-forms allow-scripts')", hides_origin=True,
    ),
    Attack("a fetch of text", Way.PART, _TO_BOOKINGS, f"quietly({_BOOKINGS}, json.stay)"),
    Attack("a fetch of a JSON blob", Way.PART, _TO_CANCEL,
        f"quietly({_CANCEL}, new Blob([json.stay], {{type: 'application/json'}}))"),
    Attack("a fetch of nothing", Way.PART, _TO_CANCEL, f"quietly({_CANCEL})"),
    Attack("a beacon", Way.PART, _TO_LOGOUT, f"navigator.sendBeacon(api + {_LOGOUT}, json.stay)"),
    Attack("a beacon of nothing", Way.PART, _TO_LOGOUT, f"navigator.sendBeacon(api + {_LOGOUT})"),
    Attack("a ping", Way.PART, _TO_LOGOUT,
        f"Object.assign(document.createElement('a'), {{href: '#', ping: api + {_LOGOUT}}}).click()"),
    Attack(
        "a beacon of a JSON blob", Way.ASKS_FIRST, _TO_BOOKINGS,
        f"navigator.sendBeacon(api + {_BOOKINGS}, new Blob([json.stay], {{type: 'application/json'}}))",
    ),
    Attack("a fetch of JSON", Way.ASKS_FIRST, _TO_BOOKINGS, f"openly({_BOOKINGS}, 'POST')"),
    Attack("a change", Way.ASKS_FIRST, "PATCH /api/bookings/{booking}",
        "openly(`/api/bookings/${ids.booking}`, 'PATCH')"),
    Attack("a deletion", Way.ASKS_FIRST, "DELETE /api/blocks/{block}",
        "openly(`/api/blocks/${ids.block}`, 'DELETE')"),
    Attack("a link", Way.LINK, "GET /api/bookings/{booking}",
        "void (location = api + `/api/bookings/${ids.booking}`)"),
    Attack("a link to log out", Way.LINK, "GET /api/auth/logout", f"void (location = api + {_LOGOUT})"),
    Attack("an image", Way.PART, "GET /api/bookings/{booking}/cancel",
        f"void (new Image().src = api + {_CANCEL})"),
    Attack("an image of what is readable", Way.PART, "GET /api/bookings",
        f"void (new Image().src = api + {_BOOKINGS})"),
)  # fmt: skip
