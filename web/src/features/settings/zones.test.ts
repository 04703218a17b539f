import { expect, test } from "vitest";
import { zones } from "./zones";

test("zones stand under the names of today, each once, with the one that is set", () => {
  expect(zones("Asia/Karachi", ["Asia/Calcutta", "Asia/Kolkata", "Asia/Karachi"])).toEqual([
    "Asia/Karachi",
    "Asia/Kolkata",
    "UTC",
  ]);
});
