import { expect, test } from "vitest";
import { Problem } from "../api/client";
import { aboutPassword, fieldsOf } from "./refusal";

test("a refusal is shown where the API says, or where its code belongs", () => {
  expect(
    fieldsOf(new Problem(422, "invalid", "Please correct: /email.", { email: "Not an address." })),
  ).toEqual({
    email: "Not an address.",
  });
  expect(
    fieldsOf(new Problem(422, "password_too_short", "Too short."), aboutPassword("newPassword")),
  ).toEqual({
    newPassword: "Too short.",
  });
});

test("what is about no field belongs to none", () => {
  expect(fieldsOf(new Problem(429, "too_often", "Wait."), aboutPassword("password"))).toEqual({});
  expect(fieldsOf(new TypeError("no net"))).toEqual({});
});
