import { expect, test } from "vitest";
import type { Booking } from "../../api/bookings";
import { changeOf, draftOf, pricePart } from "./booking-draft";

const stay = { checkIn: "2027-05-02", checkOut: "2027-05-04", adults: 2, children: 0, notes: "Late." };
const booking = {
  ...stay,
  version: 3,
  total: { amount: 400000, currency: "PKR" },
  guest: { name: "Ayesha", email: "a@example.com", phone: null },
  priceLines: ["one", "two"].flatMap((unitId) =>
    ["2027-05-02", "2027-05-03"].map((night) => ({ unitId, night })),
  ),
} as Booking;
const draft = draftOf(booking);

test("a change contains the differing fields and the version that was read", () => {
  expect(changeOf(booking, { ...draft, notes: "Late, with a dog. " })).toEqual({
    notes: "Late, with a dog.",
    version: 3,
  });
  expect(changeOf(booking, { ...draft, checkOut: "2027-05-05", children: 1 })).toEqual({
    checkIn: "2027-05-02",
    checkOut: "2027-05-05",
    children: 1,
    version: 3,
  });
});

test("an unchanged draft is no change, whatever the order of its units", () => {
  expect(changeOf(booking, draft)).toBeNull();
  expect(changeOf(booking, { ...draft, unitIds: ["two", "one"] })).toBeNull();
});

test("a decision about the price alone is a change that is priced", () => {
  const change = changeOf(booking, { ...draft, price: { rule: "NEW", total: "" } });
  expect(change).toEqual({ pricing: "NEW", version: 3 });
  expect(pricePart(change)).toEqual(change);
});

test("a changed guest is sent with all fields, and empty fields are null", () => {
  expect(changeOf(booking, { ...draft, email: "", phone: " +92 300 5550100" })).toEqual({
    guest: { name: "Ayesha", email: null, phone: "+92 300 5550100" },
    version: 3,
  });
});

test("changed units are sent as a complete list", () => {
  expect(changeOf(booking, { ...draft, unitIds: ["two", "three"] })?.unitIds).toEqual(["two", "three"]);
});

test("only changes that can affect the price are quoted", () => {
  expect(pricePart({ notes: "x", version: 3 })).toBeNull();
  expect(pricePart(null)).toBeNull();
  expect(pricePart({ notes: "x", adults: 1, version: 3 })).toEqual({ adults: 1, version: 3 });
});

test("whoever moved during the stay is in the unit of the last night", () => {
  const moved = {
    ...booking,
    priceLines: [
      { unitId: "one", night: "2027-05-02" },
      { unitId: "two", night: "2027-05-03" },
    ],
  } as Booking;
  expect(draftOf(moved).unitIds).toEqual(["two"]);
});
