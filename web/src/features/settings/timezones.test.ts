import { expect, test } from "vitest";
import { timezoneOptions } from "./timezones";

test("time zones have their current names, without duplicates, and include the selected one", () => {
  expect(timezoneOptions("Asia/Karachi", ["Asia/Calcutta", "Asia/Kolkata", "Asia/Karachi"])).toEqual([
    "Asia/Karachi",
    "Asia/Kolkata",
    "UTC",
  ]);
});
