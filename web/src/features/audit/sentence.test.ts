import { expect, test } from "vitest";
import { ACTIONS, sentenceOf } from "./sentence";

const names = new Map([
  ["u2", "Bilal Travels"],
  ["p1", "Starry Meadow"],
]);
const zara = { kind: "user", id: "u1", name: "Zara Malik" };
const tell = (
  action: string,
  entityId: string,
  facts: Record<string, unknown> = {},
  actor: typeof zara | Nobody = zara,
) => sentenceOf({ action, entityId, facts, actor }, names).replaceAll("\u00a0", " ");
type Nobody = { kind: string; id: null; name: null };
const nobody = (kind: string): Nobody => ({ kind, id: null, name: null });

test.each([
  [
    tell("user.role_changed", "u2", { before: "CUSTOMER", after: "AGENT" }),
    "Zara Malik changed the role of Bilal Travels from customer to agent.",
  ],
  [tell("user.deactivated", "u2"), "Zara Malik deactivated Bilal Travels."],
  [
    tell("user.reset_withdrawn", "u2", { reason: "the sender was deactivated" }),
    "Zara Malik ended the link for a new password of Bilal Travels.",
  ],
  [tell("user.changed", "u1"), "Zara Malik changed the details of their own account."],
  [tell("user.changed", "u9"), "Zara Malik changed the details of an account."],
  [
    tell("user.created", "u2", { role: "ADMIN" }, nobody("link")),
    "Somebody with a mailed link made Bilal Travels (staff).",
  ],
  [tell("invitation.sent", "i1", { role: "ADMIN" }), "Zara Malik invited somebody as staff."],
  [tell("property.changed", "p1"), "Zara Malik changed the settings of Starry Meadow."],
  [tell("session.began", "s1"), "Zara Malik signed in."],
  [tell("booking.expired", "b1", {}, nobody("system")), "Soulter let a hold run out."],
  [
    tell(
      "booking.created",
      "b1",
      { check_in: "2027-05-02", check_out: "2027-05-04", total_minor: 4_500_000, currency: "PKR" },
      nobody("visitor"),
    ),
    "A visitor made a booking for Sun 2 May 2027 – Tue 4 May 2027, PKR 45,000.00.",
  ],
  [
    tell("block.added", "k1", { from: "2027-05-02", to: "2027-05-04", reason: "New roof" }),
    "Zara Malik took the nights from Sun 2 May 2027 to Tue 4 May 2027 out of sale: New roof.",
  ],
])("%s", (sentence, expected) => {
  expect(sentence).toBe(expected);
});

test("an unknown action and an unknown actor are shown by their own names", () => {
  expect(tell("moon.landed", "x", {}, nobody("rocket"))).toBe("rocket did “moon.landed”.");
});

test("every known action has a sentence without facts too", () => {
  for (const action of ACTIONS) expect(tell(action, "x")).toMatch(/^Zara Malik [a-z].*\.$/);
});
