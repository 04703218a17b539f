"""Fields that a client may not set are refused in every request body of the OpenAPI document."""

from typing import Any
from uuid import UUID

import pytest

from tests.contract import write_references
from tests.contract.test_routes import fill
from tests.world import World

INJECTED: dict[str, Any] = {
    "role": "SUPER_ADMIN",
    "active": True,
    "total": {"amount": 0, "currency": "PKR"},
    "price": {"amount": 0, "currency": "PKR"},
    "status": "CONFIRMED",
    "commission": 100,
    "agentId": str(UUID(int=7)),
    "agent_id": str(UUID(int=7)),
    "createdBy": str(UUID(int=7)),
    "sessionEpoch": 1,
    "passwordHash": "x",
    "holdExpiresAt": "2030-01-01T00:00:00Z",
    "version": 1,
    "id": str(UUID(int=7)),
    "__proto__": {"role": "SUPER_ADMIN"},
}
MEANT = {
    ("post", "/api/users"): {"role"},
    ("post", "/api/users/{user_id}/role"): {"role"},
    ("post", "/api/units"): {"price", "status"},
    ("patch", "/api/units/{unit_id}"): {"price", "status"},
    ("patch", "/api/bookings/{booking_id}"): {"version", "total"},
    ("post", "/api/bookings/{booking_id}/quote"): {"version", "total"},
}
"""Fields of these names that an operation must accept; each is guarded by a permission."""


def taking_bodies() -> list[tuple[str, str]]:
    document = write_references.application().openapi()
    operations = [
        (method, path, found[method]) for path, found in document["paths"].items() for method in found
    ]
    return [
        (method, path)
        for method, path, operation in operations
        if "application/json" in operation.get("requestBody", {}).get("content", {})
    ]


@pytest.mark.parametrize("name", ["nobody", "hina", "bilal", "sana", "zara"])
async def test_nothing_that_a_client_may_not_decide_is_taken(here: World, name: str) -> None:
    """ASVS 15.3.3: unknown fields are refused, not ignored."""
    taken, operations = [], taking_bodies()
    assert len(operations) >= 20
    for method, path in operations:
        client = await here.login(name)
        expected = {field for field in INJECTED if field not in MEANT.get((method, path), set())}
        answer = await client.request(method.upper(), fill(path), json=INJECTED)
        if answer.status_code in (401, 403):
            continue  # who may not call it at all
        refused = {error["pointer"].lstrip("/") for error in answer.json().get("errors", [])}
        if answer.status_code != 422 or not expected <= refused:
            taken.append((method, path, answer.status_code, expected - refused))
    assert taken == []
