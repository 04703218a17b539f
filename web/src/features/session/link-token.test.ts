import { beforeEach, expect, test } from "vitest";
import { takeToken, tokenOfPage } from "./link-token";

const TOKEN = "abcdefghijklmnopqrstuvwxyz0123456789_-ABCDE";

beforeEach(() => window.history.replaceState(null, "", "/sign-in"));

test("the token leaves the address bar and is there for its page only", () => {
  window.history.replaceState(null, "", `/reset-password#${TOKEN}`);
  takeToken();
  expect(window.location.href).not.toContain(TOKEN);
  expect(tokenOfPage()).toBe(TOKEN);
  takeToken();
  expect(tokenOfPage()).toBe(TOKEN);
  window.history.replaceState(null, "", "/verify-email");
  expect(tokenOfPage()).toBe("");
});

test("what cannot be a token is none", () => {
  window.history.replaceState(null, "", "/reset-password#main");
  takeToken();
  expect(window.location.hash).toBe("");
  expect(tokenOfPage()).toBe("");
});
