import { expect, test } from "vitest";
import { toGuestInput, validateGuest } from "./guest-validation";

test("a name and one contact are enough", () => {
  expect(validateGuest({ name: "Ayesha", email: "", phone: "+92 300 5550100" })).toEqual({});
  expect(validateGuest({ name: "Ayesha", email: "a@b.example", phone: "" })).toEqual({});
});

test("each invalid field has a message", () => {
  expect(Object.keys(validateGuest({ name: " ", email: "", phone: "" }))).toEqual(["name", "email"]);
  expect(Object.keys(validateGuest({ name: "A", email: "a@b", phone: "call me" }))).toEqual([
    "email",
    "phone",
  ]);
});

test("empty fields are not sent", () => {
  expect(toGuestInput({ name: " Ayesha ", email: " ", phone: "12345" })).toEqual({
    name: "Ayesha",
    phone: "12345",
  });
});
