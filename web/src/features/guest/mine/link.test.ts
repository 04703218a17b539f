import { expect, test } from "vitest";
import { bookingLink, readLink } from "./link";

const id = "0196a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b";

test("a link is read as it was written", () => {
  expect(readLink(bookingLink("https://stay.example", id, "a-B_c9"))).toEqual({ id, token: "a-B_c9" });
});

test("also when a mail program broke it or put brackets around it", () => {
  expect(readLink(`<https://stay.example/booking/${id}#a-B\n_c9>`)).toEqual({ id, token: "a-B_c9" });
  expect(readLink(`${id}#token`)).toEqual({ id, token: "token" });
});

test("a link without its second half is none", () => {
  expect(readLink(`https://stay.example/booking/${id}`)).toBeNull();
  expect(readLink("SG-7KQ3MP")).toBeNull();
});
