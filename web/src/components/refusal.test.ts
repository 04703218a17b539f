import { expect, test } from "vitest";
import { Problem } from "../api/client";
import { aboutPassword, fieldsOf } from "./refusal";

test("a refusal is shown where the API says, or where its code belongs", () => {
  const fields = {
    name: { code: "too_long", message: "", facts: { max: 120 } },
    phone: { code: "brand_new", message: "Something new.", facts: {} },
  };
  expect(fieldsOf(new Problem(422, "invalid", "Please correct: /name, /phone.", fields))).toEqual({
    name: "Write at most 120 characters.",
    phone: "Something new.",
  });
  expect(fieldsOf(new Problem(422, "password_too_short", "Too short."), aboutPassword("newPassword"))).toEqual({
    newPassword: "Too short.",
  });
});

test("what is about no field belongs to none", () => {
  expect(fieldsOf(new Problem(429, "too_often", "Wait."), aboutPassword("password"))).toEqual({});
  expect(fieldsOf(new TypeError("no net"))).toEqual({});
});
