import { expect, test } from "vitest";
import { bookingLink, parseLink } from "./link";

const id = "0196a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b";

test("a link is parsed into the id and the token it was made of", () => {
  expect(parseLink(bookingLink("https://stay.example", id, "a-B_c9"))).toEqual({ id, token: "a-B_c9" });
});

test("a link with line breaks or brackets of a mail program is parsed", () => {
  expect(parseLink(`<https://stay.example/booking/${id}#a-B\n_c9>`)).toEqual({ id, token: "a-B_c9" });
  expect(parseLink(`${id}#token`)).toEqual({ id, token: "token" });
});

test("a link without a token is invalid", () => {
  expect(parseLink(`https://stay.example/booking/${id}`)).toBeNull();
  expect(parseLink("SG-7KQ3MP")).toBeNull();
});
