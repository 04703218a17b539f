import { beforeEach, expect, test } from "vitest";
import type { BookingRequest } from "../../api/create-booking";
import { forgetDraft, keepDraft, newDraft, readDraft, withSent } from "./draft";

const order: BookingRequest = {
  unitIds: ["u"],
  checkIn: "2027-05-02",
  checkOut: "2027-05-04",
  adults: 2,
  children: 0,
  guest: { name: "Ayesha" },
  notes: "",
};

beforeEach(() => sessionStorage.clear());

test("a draft comes back as it was, key included, until it is forgotten", () => {
  const draft = { ...newDraft(), name: "Ayesha", notes: "We arrive late." };
  keepDraft("u", draft);
  expect(readDraft("u")).toEqual(draft);
  forgetDraft("u");
  expect(readDraft("u").name).toBe("");
});

test("drafts of two units are two attempts", () => {
  keepDraft("u", { ...newDraft(), name: "Ayesha" });
  expect(readDraft("v").name).toBe("");
});

test("a text that is no draft begins a new one", () => {
  sessionStorage.setItem("soulter.draft.u", "{broken");
  expect(readDraft("u")).toMatchObject({ name: "", sent: [] });
});

test("a repeated order is remembered once", () => {
  const other = { ...order, adults: 1 };
  const draft = [order, order, other, order].reduce(withSent, newDraft());
  expect(draft.sent).toEqual([other, order]);
});

test("what is known of the person is there, unless something else was typed", () => {
  expect(readDraft("u", { name: "Hina" }).name).toBe("Hina");
  keepDraft("u", { ...newDraft(), name: "Ayesha" });
  expect(readDraft("u", { name: "Hina" }).name).toBe("Ayesha");
});
