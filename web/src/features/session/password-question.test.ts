import { expect, test, vi } from "vitest";
import { Problem } from "../../api/client";
import { withPassword } from "./password-question";

const needed = new Problem(403, "password_needed", "Please confirm with your password first.");

test("what wants the password is done once more after it was typed", async () => {
  const act = vi.fn().mockRejectedValueOnce(needed).mockResolvedValueOnce("done");
  expect(await withPassword(act, async () => true)).toBe("done");
  expect(act).toHaveBeenCalledTimes(2);
});

test("without the password nothing is tried again", async () => {
  const act = vi.fn().mockRejectedValue(needed);
  await expect(withPassword(act, async () => false)).rejects.toMatchObject({ code: "password_withheld" });
  expect(act).toHaveBeenCalledTimes(1);
});

test("it asks once and for nothing else", async () => {
  const ask = vi.fn().mockResolvedValue(true);
  await expect(withPassword(vi.fn().mockRejectedValue(needed), ask)).rejects.toBe(needed);
  expect(ask).toHaveBeenCalledTimes(1);
  const other = new Problem(403, "own_account", "You cannot do this to your own account.");
  await expect(withPassword(vi.fn().mockRejectedValue(other), ask)).rejects.toBe(other);
  expect(ask).toHaveBeenCalledTimes(1);
});
