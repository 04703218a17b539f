"""Units, properties, and the lists of people that staff see."""

from typing import Any

import pytest

from tests.world import Client, World


def a_unit(here: World, **more: Any) -> dict[str, Any]:
    price = {"amount": 250_000, "currency": "PKR"}
    return {
        "propertyId": str(here.property_id),
        "name": "Dome",
        "slug": "dome",
        "sleeps": 2,
        "price": price,
    } | more


async def names(client: Client, **params: Any) -> list[str]:
    return [unit["name"] for unit in (await client.get("/api/units", params=params)).json()["units"]]


async def test_everybody_sees_active_units_and_staff_all(
    here: World, nobody: Client, bilal: Client, sana: Client
) -> None:
    active = ["Lake Tent", "Oak Cabin", "Long House"]
    assert await names(nobody) == await names(bilal) == await names(nobody, status="INACTIVE") == active
    assert await names(sana) == [*active, "Old Shed"]
    assert await names(sana, status="INACTIVE") == ["Old Shed"]
    assert await names(nobody, sleeps=4) == ["Oak Cabin", "Long House"]
    assert (await nobody.get(f"/api/units/{here.units[3]}")).status_code == 404
    assert (await sana.get(f"/api/units/{here.units[3]}")).status_code == 200


async def test_a_unit_has_the_fixed_fields(here: World, nobody: Client) -> None:
    unit = (await nobody.get(f"/api/units/{here.units[0]}")).json()["unit"]
    assert set(unit) == {
        "id",
        "propertyId",
        "name",
        "slug",
        "sleeps",
        "price",
        "status",
        "description",
        "amenities",
        "photos",
    }
    assert unit["price"] == {"amount": 100_000, "currency": "PKR"}


async def test_staff_add_and_change_units(here: World, sana: Client, nobody: Client) -> None:
    unit = (await sana.post("/api/units", json=a_unit(here, amenities=["Stove"]))).json()["unit"]
    assert (unit["price"]["amount"], unit["amenities"]) == (250_000, ["Stove"])
    changed = await sana.patch(
        f"/api/units/{unit['id']}", json={"price": {"amount": 1, "currency": "PKR"}, "status": "INACTIVE"}
    )
    assert changed.json()["unit"] == unit | {"price": {"amount": 1, "currency": "PKR"}, "status": "INACTIVE"}
    assert (await nobody.get(f"/api/units/{unit['id']}")).status_code == 404


@pytest.mark.parametrize(
    ("more", "status", "code"),
    [
        ({"slug": "lake-tent"}, 409, "slug_taken"),
        ({"price": {"amount": 1, "currency": "EUR"}}, 422, "wrong_currency"),
        ({"price": {"amount": 1, "currency": "XXX"}}, 422, "invalid"),
        ({"price": {"amount": -1, "currency": "PKR"}}, 422, "invalid"),
        ({"price": {"amount": 1.5, "currency": "PKR"}}, 422, "invalid"),
        ({"price": 100}, 422, "invalid"),
        ({"sleeps": 0}, 422, "invalid"),
        ({"photos": ["javascript:alert(1)"]}, 422, "invalid"),
        ({"propertyId": "01a2042d-37a7-71b6-a486-6d64d927d77d"}, 422, "no_such_property"),
        ({"slug": "Not A Slug"}, 422, "invalid"),
    ],
)
async def test_an_invalid_unit_is_refused_with_its_reason(
    here: World, sana: Client, more: dict[str, Any], status: int, code: str
) -> None:
    answer = await sana.post("/api/units", json=a_unit(here, **more))
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text


async def test_a_new_unit_is_listed_last(here: World, sana: Client) -> None:
    for name in ("Dome", "Yurt"):
        assert (
            await sana.post("/api/units", json=a_unit(here, name=name, slug=name.lower()))
        ).status_code == 201
    await sana.post("/api/units", json=a_unit(here, name="Villa", slug="villa", position=0))
    assert [name for name in await names(sana) if name not in ("Lake Tent", "Villa")] == [
        "Oak Cabin",
        "Long House",
        "Old Shed",
        "Dome",
        "Yurt",
    ]
    assert set((await names(sana))[:2]) == {"Lake Tent", "Villa"}


async def test_staff_change_the_order_of_units(
    here: World, sana: Client, nobody: Client, zara: Client
) -> None:
    backwards = [str(unit) for unit in reversed(here.units)]
    answer = await sana.post(
        "/api/units/order", json={"propertyId": str(here.property_id), "unitIds": backwards}
    )
    assert (answer.status_code, answer.content) == (204, b"")
    assert await names(sana) == ["Old Shed", "Long House", "Oak Cabin", "Lake Tent"]
    assert await names(nobody) == ["Long House", "Oak Cabin", "Lake Tent"]
    trail = (await zara.get("/api/audit", params={"action": "property.units_ordered"})).json()["events"]
    assert [event["facts"] for event in trail] == [{"units": backwards}]
    again = await sana.post(
        "/api/units/order", json={"propertyId": str(here.property_id), "unitIds": backwards}
    )
    assert again.status_code == 204
    assert (
        len((await zara.get("/api/audit", params={"action": "property.units_ordered"})).json()["events"]) == 1
    ), "nothing was changed"


async def test_an_order_holds_exactly_the_units_there_are(here: World, sana: Client) -> None:
    units = [str(unit) for unit in here.units]
    for wrong in (units[1:], [*units[1:], units[1]], [*units, units[0]], [*units[1:], str(here.property_id)]):
        answer = await sana.post(
            "/api/units/order", json={"propertyId": str(here.property_id), "unitIds": wrong}
        )
        assert (answer.status_code, answer.json()["code"]) == (409, "order_does_not_fit"), wrong
    nowhere = await sana.post("/api/units/order", json={"propertyId": units[0], "unitIds": units})
    assert nowhere.status_code == 409
    assert (
        await sana.post("/api/units/order", json={"propertyId": str(here.property_id), "unitIds": []})
    ).status_code == 422
    assert await names(sana) == ["Lake Tent", "Oak Cabin", "Long House", "Old Shed"]


async def test_a_change_of_what_somebody_else_changed_is_refused(
    here: World, sana: Client, zara: Client
) -> None:
    path, before = (
        f"/api/units/{here.units[0]}",
        {"price": {"amount": 100_000, "currency": "PKR"}, "name": "Lake Tent", "amenities": []},
    )
    assert (await zara.patch(path, json={"price": {"amount": 90_000, "currency": "PKR"}})).status_code == 200
    stale = await sana.patch(
        path, json={"price": {"amount": 120_000, "currency": "PKR"}, "name": "Lake Dome", "seen": before}
    )
    assert (stale.status_code, stale.json()["code"], stale.json()["fields"]) == (
        409,
        "unit_changed",
        ["price"],
    )
    now = (await sana.get(path)).json()["unit"]
    assert (now["name"], now["price"]["amount"]) == ("Lake Tent", 90_000)
    # What nobody else touched is changed beside it.
    fine = await sana.patch(
        path, json={"name": "Lake Dome", "seen": {"name": "Lake Tent", "status": "ACTIVE", "sleeps": 2}}
    )
    assert fine.json()["unit"] == now | {"name": "Lake Dome"}


async def test_only_staff_change_units(here: World, bilal: Client, hina: Client, nobody: Client) -> None:
    for client, status in ((bilal, 403), (hina, 403), (nobody, 401)):
        assert (await client.post("/api/units", json=a_unit(here))).status_code == status
        assert (await client.patch(f"/api/units/{here.units[0]}", json={"name": "x"})).status_code == status
        order = {"propertyId": str(here.property_id), "unitIds": [str(unit) for unit in here.units]}
        assert (await client.post("/api/units/order", json=order)).status_code == status


async def test_properties_are_public_and_the_owners_to_change(
    here: World, nobody: Client, sana: Client, zara: Client
) -> None:
    listed = (await nobody.get("/api/properties")).json()["properties"]
    assert [
        (place["name"], place["timezone"], place["currency"], place["checkInTime"]) for place in listed
    ] == [("Starry Meadow", "Asia/Karachi", "PKR", "15:00")]
    path = f"/api/properties/{here.property_id}"
    assert (await sana.patch(path, json={"name": "x"})).status_code == 403
    changed = await zara.patch(
        path, json={"timezone": "Europe/Berlin", "checkOutTime": "10:30", "holdMinutes": 30}
    )
    assert changed.json()["property"] == listed[0] | {
        "timezone": "Europe/Berlin",
        "checkOutTime": "10:30",
        "holdMinutes": 30,
    }
    assert (await nobody.get(path)).json() == changed.json()


async def test_the_owner_opens_another_property(here: World, zara: Client) -> None:
    body = {"name": "River Camp", "slug": "river-camp", "timezone": "Asia/Tokyo", "currency": "JPY"}
    opened = await zara.post("/api/properties", json=body)
    assert opened.status_code == 201
    assert opened.json()["property"]["holdMinutes"] == 60
    for change, code in (
        ({}, "slug_taken"),
        ({"slug": "b", "timezone": "Mars/Olympus"}, "unknown_zone"),
        ({"slug": "b", "currency": "XAU"}, "unknown_currency"),
    ):
        assert (await zara.post("/api/properties", json=body | change)).json()["code"] == code
    assert (
        await zara.patch(f"/api/properties/{here.property_id}", json={"currency": "EUR"})
    ).status_code == 422


async def test_units_of_two_properties_are_two_bookings(here: World, zara: Client) -> None:
    body = {"name": "River Camp", "slug": "river-camp", "timezone": "Asia/Tokyo", "currency": "JPY"}
    other = (await zara.post("/api/properties", json=body)).json()["property"]["id"]
    unit = (
        await zara.post(
            "/api/units", json=a_unit(here, propertyId=other, price={"amount": 9000, "currency": "JPY"})
        )
    ).json()["unit"]["id"]
    mixed = here.stay() | {"unitIds": [unit, str(here.units[0])]}
    assert (await zara.post("/api/bookings", json=mixed)).json()["code"] == "units_of_several_properties"
    booking = await here.book(zara)
    moved = await zara.patch(f"/api/bookings/{booking['id']}", json={"unitIds": [unit]})
    assert moved.json()["code"] == "units_of_several_properties"


async def test_properties_of_one_currency_are_two_bookings_too(here: World, zara: Client) -> None:
    body = {"name": "River Camp", "slug": "river-camp", "timezone": "Asia/Karachi", "currency": "PKR"}
    other = (await zara.post("/api/properties", json=body)).json()["property"]["id"]
    unit = (await zara.post("/api/units", json=a_unit(here, propertyId=other))).json()["unit"]["id"]
    own = str(here.units[0])
    booking = await here.book(zara)
    for answer in (
        await zara.post("/api/bookings", json=here.stay(20) | {"unitIds": [own, unit]}),
        await zara.patch(f"/api/bookings/{booking['id']}", json={"unitIds": [own, unit]}),
        await zara.patch(f"/api/bookings/{booking['id']}", json={"unitIds": [unit]}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (422, "units_of_several_properties")
    assert len(await here.nights()) == 2


async def test_staff_see_agents_and_customers_and_the_owner_everybody(
    here: World, sana: Client, zara: Client, bilal: Client
) -> None:
    def who(answer: Any) -> set[str]:
        return {user["name"] for user in answer.json()["users"]}

    assert who(await sana.get("/api/users")) == {"Bilal", "Omar", "Hina", "Nadia"}
    assert who(await zara.get("/api/users")) == {"Zara", "Sana", "Bilal", "Omar", "Hina", "Nadia"}
    assert who(await sana.get("/api/users", params={"role": "AGENT"})) == {"Bilal", "Omar"}
    assert who(await sana.get("/api/users", params={"role": "ADMIN"})) == set()
    assert (await bilal.get("/api/users")).status_code == 403
    assert (await sana.get(f"/api/users/{here.users['zara']}")).status_code == 404
    found = (await sana.get(f"/api/users/{here.users['bilal']}")).json()["user"]
    assert found == {
        "id": str(here.users["bilal"]),
        "name": "Bilal",
        "email": "bilal@example.com",
        "phone": None,
        "role": "AGENT",
        "active": True,
    }
