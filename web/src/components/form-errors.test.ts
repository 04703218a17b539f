import { expect, test } from "vitest";
import { Problem } from "../api/client";
import { fieldErrors, passwordErrorField } from "./form-errors";

test("an error belongs to the fields that the API names, or to the field of its code", () => {
  const fields = {
    name: { code: "too_long", message: "", facts: { max: 120 } },
    phone: { code: "brand_new", message: "Something new.", facts: {} },
  };
  expect(fieldErrors(new Problem(422, "invalid", "Please correct: /name, /phone.", fields))).toEqual({
    name: "Write at most 120 characters.",
    phone: "Something new.",
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
