import { expect, test } from "vitest";
import { boardSearch, daySearch, listSearch } from "./search";

const id = "01a20fbc-0553-77ba-98ca-8fae1b171d44";

test("valid search params are read", () => {
  expect(boardSearch({ property: id, from: "2027-05-02", days: 30, booking: id })).toEqual({
    property: id,
    from: "2027-05-02",
    days: 30,
    booking: id,
  });
  expect(daySearch({ date: "2028-02-29" })).toEqual({ date: "2028-02-29" });
  expect(listSearch({ q: "hina", status: "PENDING", sort: "checkIn", from: "2027-05-02" })).toEqual({
    q: "hina",
    status: "PENDING",
    sort: "checkIn",
    from: "2027-05-02",
  });
  expect(listSearch({ q: 2047 })).toEqual({ q: "2047" });
});

test("invalid search params are ignored", () => {
  expect(boardSearch({ property: "../../etc", from: "2027-02-30", days: 400, booking: 7 })).toEqual({});
  expect(daySearch({ date: "tomorrow" })).toEqual({});
  expect(listSearch({ q: " ", status: "LOST", sort: "name", to: 5 })).toEqual({});
});
