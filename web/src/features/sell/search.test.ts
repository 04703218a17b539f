import { expect, test } from "vitest";
import { readSellSearch } from "./search";

const ID = "01a2042d-37a7-71b6-a486-6d64d927d77d";
const given = (search: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(readSellSearch(search)).filter(([, value]) => value !== undefined));

test("valid search params are read", () => {
  const search = {
    by: "dates",
    from: "2027-05-01",
    days: 30,
    unit: ID,
    checkIn: "2027-05-02",
    checkOut: "2027-05-04",
  };
  expect(given({ ...search, adults: 3, children: 0 })).toEqual({ ...search, adults: 3, children: 0 });
});

test("invalid search params are set to undefined, so that the router does not pass them on", () => {
  const odd = {
    by: "magic",
    from: "2027-02-30",
    days: 15,
    unit: "x",
    sold: 7,
    adults: 0,
    children: -1,
    earlier: 1,
  };
  expect(given(odd)).toEqual({});
  for (const name of Object.keys(odd)) expect(name in readSellSearch(odd)).toBe(true);
});
