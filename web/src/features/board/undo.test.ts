import { expect, test } from "vitest";
import { undoable } from "./Undo";

const KARACHI = "Asia/Karachi";
const at = (action: string, moment: string) => ({ action, at: moment });

test("the last step of the day can be undone", () => {
  const events = [
    at("booking.created", "2027-05-01T05:00:00Z"),
    at("booking.confirmed", "2027-05-01T06:00:00Z"),
  ];
  expect(undoable(events, KARACHI, "2027-05-01")).toBe("confirm");
  expect(undoable([...events, at("booking.changed", "2027-05-01T07:00:00Z")], KARACHI, "2027-05-01")).toBe(
    "confirm",
  );
});

test("a step of another day cannot, and the day is the property's", () => {
  const events = [at("booking.checked_in", "2027-05-01T18:59:00Z")];
  expect(undoable(events, KARACHI, "2027-05-01")).toBe("check-in");
  expect(undoable(events, KARACHI, "2027-05-02")).toBeUndefined();
  expect(undoable([at("booking.checked_in", "2027-05-01T19:00:00Z")], KARACHI, "2027-05-02")).toBe(
    "check-in",
  );
});

test("what was undone is not undone again, and where no step was taken there is none", () => {
  const events = [
    at("booking.cancelled", "2027-05-01T06:00:00Z"),
    at("booking.undone", "2027-05-01T06:01:00Z"),
  ];
  expect(undoable(events, KARACHI, "2027-05-01")).toBeUndefined();
  expect(undoable([at("booking.created", "2027-05-01T06:00:00Z")], KARACHI, "2027-05-01")).toBeUndefined();
  expect(undoable([], KARACHI, "2027-05-01")).toBeUndefined();
});
