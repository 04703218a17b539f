"""Query parameters and cursors that no list accepts."""

import base64
import hashlib
import json
from datetime import datetime

from tests.api.test_hostile_input import INJECTION, UNKNOWN, told
from tests.world import Client, World

QUERIES = {
    "/api/bookings": "sort=password_hash sort=createdAt;drop status=confirmed status=A,B unit=x from=x "
    "from=2027-02-30 to=10000000-01-01 "
    "to=1810080000 q=%00 q=a%0d%0ab q=%1b[31m agent=1 property=x limit=10 offset=5 page=2 q[]=a q="
    + "x"
    * 101,
    "/api/units": "sleeps=0 sleeps=1e400 sleeps=NaN sleeps=2.5 status=GONE property=x sort=name "
    "id=1%20OR%201=1 sleeps=" + "9" * 5000,
    "/api/users": "role=admin active=maybe password_hash=x email=a",
    "/api/blocks": "unit=x from=yesterday to=2027-05-11T00:00:00Z reason=x",
    "/api/properties": "name=x",
    "/api/availability?checkIn=2027-05-10&checkOut=2027-05-12": "guests=0 guests=x guests=1e9 size=5 guests="
    + "9" * 5000,
    "/api/availability?guests=2&checkIn=2027-05-10": "checkOut=x checkOut=2027-05-09 checkOut=2027-05-10 "
    "checkOut=2028-05-10 checkOut=9999-12-31",
    "/api/availability?guests=2&checkOut=2027-05-10": "size=5 checkIn=0001-01-01 checkIn=1810080000 "
    "checkIn=2027-05-11 checkIn=9999-12-31",
}

PAGES = (
    "size=0 size=101 size=-1 size=abc size=1e2 size=NaN "
    "cursor=%00 cursor=abc cursor=%ff cursor=W10 cursor=e30 cursor=bnVsbA "
    f"cursor=W1tbW1tbW1tbW1td surprise=1 __proto__=1 size={'9' * 5000} cursor={'W1' * 190} cursor={'x' * 401}"
)

REFUSALS = {"invalid", "cursor_does_not_fit", "stay_too_short", "stay_too_long", "date_out_of_range"}


async def test_query_parameters_that_no_list_takes(here: World, zara: Client) -> None:
    wrong = {}
    for path, own in QUERIES.items():
        pages = [] if path.startswith("/api/availability") else PAGES.split(" ")
        for query in own.split(" ") + pages:
            answer = await zara.get(f"{path}{'&' if '?' in path else '?'}{query}")
            if answer.status_code != 422 or told(answer)[1] not in REFUSALS:
                wrong[path, query[:40]] = answer.text[:300]
    assert wrong == {}


async def test_a_calendar_shows_a_year_and_no_more(here: World, zara: Client) -> None:
    path = f"/api/units/{here.units[0]}/calendar"
    spans = [
        "2027-05-10/2027-05-10",
        "2027-05-10/2027-05-09",
        "2027-05-10/2028-07-01",
        "0001-01-01/9999-12-31",
        "9999-12-30/9999-12-31",
        "x/y",
        "/",
    ]
    for span in spans:
        begin, end = span.split("/")
        assert told(await zara.get(path, params={"from": begin, "to": end}))[0] == 422, span
    assert (await zara.get(path, params={"from": "2027-05-10", "to": "2028-06-01"})).status_code == 200


def forged(cursor: str, *key: object) -> str:
    """A cursor with the right mark and another place."""
    mark = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))[0]
    return base64.urlsafe_b64encode(json.dumps([mark, *key]).encode()).decode().rstrip("=")


LISTS = {
    "/api/bookings": [
        "2027-05-01T09:00:00",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "20270501",
        "now",
        "\0",
        "\ud800",
        "",
    ],
    "/api/bookings?sort=checkIn": [
        "2027-05-01T09:00:00+00:00",
        "0000-00-00",
        "10000-01-01",
        "\0",
        "\ud800",
        "",
    ],
    "/api/users": ["2027-05-01T09:00:00", "0001-01-01T00:00:00+14:00", "\0", "\ud800"],
    "/api/units": [str(2**63), "-" + "9" * 30, "9" * 5000, "1.5", "NaN", "\0", "\ud800", ""],
    "/api/properties": ["\0", "a\0", "\ud800"],
    "/api/blocks": ["2027-05-01T09:00:00", "\0", "\ud800", ""],
}


FILTERED = [
    "/api/bookings?sort=-checkIn",
    "/api/bookings?status=CONFIRMED",
    "/api/bookings?q=a",
    "/api/units?sleeps=2",
    "/api/users?active=true",
]


async def test_cursors_fit_their_own_list_and_cannot_be_invented(here: World, zara: Client) -> None:
    for i in range(2):
        await here.book(zara, 10 + 3 * i)
        span = {"from": f"2027-06-0{1 + 3 * i}", "to": f"2027-06-0{2 + 3 * i}"}
        await zara.post("/api/blocks", json={"unitId": str(here.units[1]), "reason": "Roof", **span})
    more = {"name": "Lake", "slug": "lake", "timezone": "Asia/Karachi", "currency": "PKR"}
    assert (await zara.post("/api/properties", json=more)).status_code == 201
    cursors, wrong = {}, {}
    for path in LISTS:
        cursors[path] = (
            await zara.get(
                path, params={**dict([path.partition("?")[2].split("=")] if "?" in path else []), "size": 1}
            )
        ).json()["page"]["next"]
        assert cursors[path], path
    for path in [*LISTS, *FILTERED]:
        for origin, cursor in cursors.items():
            answer = await zara.get(f"{path}{'&' if '?' in path else '?'}cursor={cursor}")
            if answer.status_code != (200 if origin == path else 422):
                wrong[path, origin] = answer.text
    for path, places in LISTS.items():
        for key in [(place, UNKNOWN) for place in places] + [
            ("2027-05-01", "x"),
            (1, UNKNOWN),
            (None, None),
            (UNKNOWN,),
            (),
        ]:
            answer = await zara.get(
                f"{path}{'&' if '?' in path else '?'}cursor={forged(cursors[path], *key)}"
            )
            # A forged position that is valid in this list's order is accepted; it shows only rows of this
            # list.
            if answer.status_code not in (200, 422):
                wrong[path, repr(key)[:40]] = str(answer.status_code)
    assert wrong == {}


async def test_what_is_searched_for_is_text_and_no_pattern(here: World, zara: Client) -> None:
    names = ["100% Cotton", "under_score", "back\\slash", "O'Hara", 'say "hi"', INJECTION, "Plain"]
    for i, name in enumerate(names):
        await here.book(zara, 10 + 3 * i, guest={"name": name, "phone": "0300 1234567"})
    for query, expected in {"%": names[:1], "_": names[1:2], "\\": names[2:3], "o'h": names[3:4],
        '"': names[4:5], INJECTION: [INJECTION],
                            "' OR '1'='1": [], "%%": [], "\\%": [], "100%": names[:1], "plain": ["Plain"],
                            "İ": []}.items():  # fmt: skip
        answer = await zara.get("/api/bookings", params={"q": query})
        assert answer.status_code == 200, answer.text
        assert [booking["guest"]["name"] for booking in answer.json()["bookings"]] == expected, query
    assert len((await zara.get("/api/bookings")).json()["bookings"]) == len(names)


async def test_the_mark_of_a_cursor_is_no_secret_of_ours(here: World, zara: Client) -> None:
    """A cursor contains only the position in the list, which the previous page has shown."""
    await here.book(zara)
    await here.book(zara, 20)
    page = (await zara.get("/api/bookings?size=1")).json()
    mark, moment, last = json.loads(base64.urlsafe_b64decode(page["page"]["next"] + "=="))
    assert (last, len(mark)) == (page["bookings"][0]["id"], 12)
    assert datetime.fromisoformat(moment) == here.clock.moment
    assert hashlib.sha256(here.stack.settings.jwt_secret.get_secret_value().encode()).hexdigest()[:12] != mark
