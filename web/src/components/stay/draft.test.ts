import { beforeEach, expect, test } from "vitest";
import type { BookingRequest } from "../../api/create-booking";
import { deleteDraft, newDraft, readDraft, saveDraft, withAttempt } from "./draft";

const request: BookingRequest = {
  unitIds: ["u"],
  checkIn: "2027-05-02",
  checkOut: "2027-05-04",
  adults: 2,
  children: 0,
  guest: { name: "Ayesha" },
  notes: "",
};

beforeEach(() => sessionStorage.clear());

test("a saved draft is read with its key until it is deleted", () => {
  const draft = { ...newDraft(), name: "Ayesha", notes: "We arrive late." };
  saveDraft("u", draft);
  expect(readDraft("u")).toEqual(draft);
  deleteDraft("u");
  expect(readDraft("u").name).toBe("");
});

test("each unit has its own draft", () => {
  saveDraft("u", { ...newDraft(), name: "Ayesha" });
  expect(readDraft("v").name).toBe("");
});

test("an unreadable draft is replaced by a new one", () => {
  sessionStorage.setItem("soulter.draft.u", "{broken");
  expect(readDraft("u")).toMatchObject({ name: "", sent: [] });
});

test("a repeated request is stored once", () => {
  const other = { ...request, adults: 1 };
  const draft = [request, request, other, request].reduce(withAttempt, newDraft());
  expect(draft.sent).toEqual([other, request]);
});

test("a new draft has the defaults, a saved draft its own values", () => {
  expect(readDraft("u", { name: "Hina" }).name).toBe("Hina");
  saveDraft("u", { ...newDraft(), name: "Ayesha" });
  expect(readDraft("u", { name: "Hina" }).name).toBe("Ayesha");
});
