import { expect, test } from "vitest";
import { ACTIONS, sentenceOf } from "./sentence";

const names = new Map([
  ["u2", "Bilal Travels"],
  ["p1", "Starry Meadow"],
]);
const zara = { kind: "user", id: "u1", name: "Zara Malik" };
const told = (
  action: string,
  entityId: string,
  facts: Record<string, unknown> = {},
  actor: typeof zara | Nobody = zara,
) => sentenceOf({ action, entityId, facts, actor }, names).replaceAll("\u00a0", " ");
type Nobody = { kind: string; id: null; name: null };
const nobody = (kind: string): Nobody => ({ kind, id: null, name: null });

test.each([
  [
    told("user.role_changed", "u2", { before: "CUSTOMER", after: "AGENT" }),
    "Zara Malik changed the role of Bilal Travels from customer to agent.",
  ],
  [told("user.deactivated", "u2"), "Zara Malik deactivated Bilal Travels."],
  [told("user.changed", "u1"), "Zara Malik changed the details of their own account."],
  [told("user.changed", "u9"), "Zara Malik changed the details of an account."],
  [
    told("user.created", "u2", { role: "ADMIN" }, nobody("link")),
    "Somebody with a mailed link made Bilal Travels (staff).",
  ],
  [told("invitation.sent", "i1", { role: "ADMIN" }), "Zara Malik invited somebody as staff."],
  [told("property.changed", "p1"), "Zara Malik changed the settings of Starry Meadow."],
  [told("session.began", "s1"), "Zara Malik signed in."],
  [told("booking.expired", "b1", {}, nobody("system")), "Soulter let a hold run out."],
  [
    told(
      "booking.created",
      "b1",
      { check_in: "2027-05-02", check_out: "2027-05-04", total_minor: 4_500_000, currency: "PKR" },
      nobody("visitor"),
    ),
    "A visitor made a booking for Sun 2 May 2027 – Tue 4 May 2027, PKR 45,000.00.",
  ],
  [
    told("block.added", "k1", { from: "2027-05-02", to: "2027-05-04", reason: "New roof" }),
    "Zara Malik took the nights from Sun 2 May 2027 to Tue 4 May 2027 out of sale: New roof.",
  ],
])("%s", (sentence, expected) => {
  expect(sentence).toBe(expected);
});

test("what is not known here is called by its own name", () => {
  expect(told("moon.landed", "x", {}, nobody("rocket"))).toBe("rocket did “moon.landed”.");
});

test("every known action is told also without its facts", () => {
  for (const action of ACTIONS) expect(told(action, "x")).toMatch(/^Zara Malik [a-z].*\.$/);
});
