import { expect, test } from "vitest";
import type { Booking } from "../../../api/make-booking";
import { changeOf } from "./change";

const seen = { checkIn: "2027-05-02", checkOut: "2027-05-04", adults: 2, children: 0, notes: "Late." };
const booking = { ...seen, version: 3 } as Booking;

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

test("nothing different is no change", () => {
  expect(changeOf(booking, seen)).toBeNull();
});
