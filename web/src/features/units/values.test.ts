import { expect, test } from "vitest";
import { Problem } from "../../api/client";
import { conflictingFields, slugOf, unitPatch, valuesOf, withFormFields } from "./values";

const unit = {
  id: "1",
  propertyId: "2",
  name: "Lake Tent",
  slug: "lake-tent",
  sleeps: 2,
  price: { amount: 100_000, currency: "PKR" },
  status: "ACTIVE" as const,
  description: "",
  amenities: ["Stove"],
  photos: [],
};

test("a patch contains the changed fields and their previous values", () => {
  expect(unitPatch(unit, valuesOf(unit))).toBeNull();
  expect(unitPatch(unit, { ...valuesOf(unit), price: "1,000" })).toBeNull();
  expect(unitPatch(unit, { ...valuesOf(unit), price: "1200.5", amenities: ["Stove", "Deck"] })).toEqual({
    price: { amount: 120_050, currency: "PKR" },
    amenities: ["Stove", "Deck"],
    seen: { price: { amount: 100_000, currency: "PKR" }, amenities: ["Stove"] },
  });
});

test.each([
  ["Lakeside Bell Tent", "lakeside-bell-tent"],
  ["  Ayesha's Hütte № 3 ", "ayeshas-hutte-no-3"],
  ["Große Jurte", "grosse-jurte"],
  ["خیمہ", ""],
  ["A".repeat(70), "a".repeat(60)],
  [`${"a".repeat(59)} b`, "a".repeat(59)],
])("the slug of a name: %s", (name, slug) => {
  expect(slugOf(name)).toBe(slug);
});

test("an error about a part of a field is shown at the field", () => {
  const [large, long] = ["too_large", "too_long"].map((code) => ({ code, message: "", facts: { max: 9 } }));
  if (!large || !long) throw new Error("there are two");
  const error = withFormFields(
    new Problem(422, "invalid", "No.", { "price.amount": large, "amenities.3": long }),
  );
  expect((error as Problem).fields).toEqual({ price: large, amenities: long });
});

test("a conflict names the fields that another user changed", () => {
  const error = (code: string, facts: Record<string, unknown>) => new Problem(409, code, "No.", {}, facts);
  expect(conflictingFields(error("unit_changed", { fields: ["price", "name", "nonsense"] }))).toEqual([
    "name",
    "price",
  ]);
  expect(conflictingFields(error("slug_taken", { fields: ["price"] }))).toBeNull();
  expect(conflictingFields(new Error("away"))).toBeNull();
});
