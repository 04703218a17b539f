import { beforeEach, expect, test } from "vitest";
import { captureToken, pageToken } from "./link-token";

const TOKEN = "abcdefghijklmnopqrstuvwxyz0123456789_-ABCDE";

beforeEach(() => window.history.replaceState(null, "", "/sign-in"));

test("the token is removed from the URL and available on its page only", () => {
  window.history.replaceState(null, "", `/reset-password#${TOKEN}`);
  captureToken();
  expect(window.location.href).not.toContain(TOKEN);
  expect(pageToken()).toBe(TOKEN);
  captureToken();
  expect(pageToken()).toBe(TOKEN);
  window.history.replaceState(null, "", "/verify-email");
  expect(pageToken()).toBe("");
});

test("a hash that is not a token is ignored", () => {
  window.history.replaceState(null, "", "/reset-password#main");
  captureToken();
  expect(window.location.hash).toBe("");
  expect(pageToken()).toBe("");
});
