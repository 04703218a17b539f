import { expect, test } from "vitest";
import { Problem } from "../api/client";
import { fieldErrors, passwordErrorField } from "./form-errors";

test("an error belongs to the fields that the API names, or to the field of its code", () => {
  expect(
    fieldErrors(new Problem(422, "invalid", "Please correct: /email.", { email: "Not an address." })),
  ).toEqual({
    email: "Not an address.",
  });
  expect(
    fieldErrors(new Problem(422, "password_too_short", "Too short."), passwordErrorField("newPassword")),
  ).toEqual({
    newPassword: "Too short.",
  });
});

test("other errors belong to no field", () => {
  expect(fieldErrors(new Problem(429, "too_often", "Wait."), passwordErrorField("password"))).toEqual({});
  expect(fieldErrors(new TypeError("no net"))).toEqual({});
});
