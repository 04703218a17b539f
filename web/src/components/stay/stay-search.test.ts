import { expect, test } from "vitest";
import { partyOf, readStaySearch, stayOf } from "./stay-search";

test("the search params name property, dates and party", () => {
  const where = "0196a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b";
  const search = { where, checkIn: "2027-05-02", checkOut: "2027-05-04", adults: 3, children: 1 };
  expect(readStaySearch(search)).toEqual(search);
});

test.each([
  { checkIn: "2027-02-30", checkOut: "2027-03-04" },
  { checkIn: "2027-05-04", checkOut: "2027-05-04" },
  { checkIn: "2027-05-04" },
  { adults: 0, children: -1, where: "javascript:alert(1)" },
  { adults: 2.5, children: "many", checkIn: 5, checkOut: null },
])("invalid search params are ignored: %o", (given) => {
  expect(readStaySearch(given)).toEqual({});
});

test("a stay before today at the property is ignored", () => {
  const search = { checkIn: "2027-05-02", checkOut: "2027-05-04" };
  expect(stayOf(search, "2027-05-02")).toEqual(search);
  expect(stayOf(search, "2027-05-03")).toBeNull();
});

test("the default party is two adults", () => {
  expect(partyOf({})).toEqual({ adults: 2, children: 0 });
});
