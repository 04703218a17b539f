import { expect, test } from "vitest";
import type { Booking } from "../../api/bookings";
import { changeOf, priced, wantedOf } from "./change";

const stay = { checkIn: "2027-05-02", checkOut: "2027-05-04", adults: 2, children: 0, notes: "Late." };
const booking = {
  ...stay,
  version: 3,
  guest: { name: "Ayesha", email: "a@example.com", phone: null },
  priceLines: ["one", "two"].flatMap((unitId) => ["2027-05-02", "2027-05-03"].map((night) => ({ unitId, night }))),
} as Booking;
const seen = wantedOf(booking);

test("only what is different is sent, with the version that was seen", () => {
  expect(changeOf(booking, { ...seen, notes: "Late, with a dog. " })).toEqual({
    notes: "Late, with a dog.",
    version: 3,
  });
  expect(changeOf(booking, { ...seen, checkOut: "2027-05-05", children: 1 })).toEqual({
    checkIn: "2027-05-02",
    checkOut: "2027-05-05",
    children: 1,
    version: 3,
  });
});

test("nothing different is no change, in whatever order the units stand", () => {
  expect(changeOf(booking, seen)).toBeNull();
  expect(changeOf(booking, { ...seen, unitIds: ["two", "one"] })).toBeNull();
});

test("a guest is sent whole, and what was emptied is nothing", () => {
  expect(changeOf(booking, { ...seen, email: "", phone: " +92 300 5550100" })).toEqual({
    guest: { name: "Ayesha", email: null, phone: "+92 300 5550100" },
    version: 3,
  });
});

test("units are exchanged as a whole", () => {
  expect(changeOf(booking, { ...seen, unitIds: ["two", "three"] })?.unitIds).toEqual(["two", "three"]);
});

test("a price is asked for only where it can be another one", () => {
  expect(priced({ notes: "x", version: 3 })).toBeNull();
  expect(priced(null)).toBeNull();
  expect(priced({ notes: "x", adults: 1, version: 3 })).toEqual({ adults: 1, version: 3 });
});

test("whoever moved during the stay is in the unit of the last night", () => {
  const moved = {
    ...booking,
    priceLines: [
      { unitId: "one", night: "2027-05-02" },
      { unitId: "two", night: "2027-05-03" },
    ],
  } as Booking;
  expect(wantedOf(moved).unitIds).toEqual(["two"]);
});
