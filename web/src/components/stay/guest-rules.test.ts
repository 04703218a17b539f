import { expect, test } from "vitest";
import { checkGuest, guestOf } from "./guest-rules";

test("a name and one way to reach the guest are enough", () => {
  expect(checkGuest({ name: "Ayesha", email: "", phone: "+92 300 5550100" })).toEqual({});
  expect(checkGuest({ name: "Ayesha", email: "a@b.example", phone: "" })).toEqual({});
});

test("each field says what is wrong with it", () => {
  expect(Object.keys(checkGuest({ name: " ", email: "", phone: "" }))).toEqual(["name", "email"]);
  expect(Object.keys(checkGuest({ name: "A", email: "a@b", phone: "call me" }))).toEqual(["email", "phone"]);
});

test("what was left empty is left out", () => {
  expect(guestOf({ name: " Ayesha ", email: " ", phone: "12345" })).toEqual({
    name: "Ayesha",
    phone: "12345",
  });
});
