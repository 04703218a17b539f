import { expect, test, vi } from "vitest";
import { Problem } from "../../api/client";
import { withReauthentication } from "./reauthentication";

const passwordNeeded = new Problem(403, "password_needed", "Please confirm with your password first.");

test("a request that needs the password is repeated after the password was confirmed", async () => {
  const send = vi.fn().mockRejectedValueOnce(passwordNeeded).mockResolvedValueOnce("done");
  expect(await withReauthentication(send, async () => true)).toBe("done");
  expect(send).toHaveBeenCalledTimes(2);
});

test("without the password the request is not repeated", async () => {
  const send = vi.fn().mockRejectedValue(passwordNeeded);
  await expect(withReauthentication(send, async () => false)).rejects.toMatchObject({
    code: "password_withheld",
  });
  expect(send).toHaveBeenCalledTimes(1);
});

test("the password is requested once, and for no other error", async () => {
  const prompt = vi.fn().mockResolvedValue(true);
  await expect(withReauthentication(vi.fn().mockRejectedValue(passwordNeeded), prompt)).rejects.toBe(
    passwordNeeded,
  );
  expect(prompt).toHaveBeenCalledTimes(1);
  const other = new Problem(403, "own_account", "You cannot do this to your own account.");
  await expect(withReauthentication(vi.fn().mockRejectedValue(other), prompt)).rejects.toBe(other);
  expect(prompt).toHaveBeenCalledTimes(1);
});
