import { expect, test } from "vitest";
import { literals } from "./literals.mjs";

const found = (source) => literals("Page.tsx", source).map(({ text }) => text);

test.each([
  ["between tags", "<Text>Sign in</Text>", "Sign in"],
  ["as a string between tags", '<Text>{"Sign in"}</Text>', "Sign in"],
  ["chosen between tags", '<Text>{busy ? "Please wait" : t.done}</Text>', "Please wait"],
  ["after a condition", '<Text>{busy && "Please wait"}</Text>', "Please wait"],
  ["as a default", '<Text>{name ?? "Nobody"}</Text>', "Nobody"],
  ["in a template", "<Text>{`COUNT nights`}</Text>".replace("COUNT", "$" + "{count}"), "nights"],
  ["put together", '<Text>{count + " nights"}</Text>', "nights"],
  ["in an attribute", '<Button aria-label="Close" />', "Close"],
  ["in an attribute's expression", '<TextInput label={needed ? "Name" : t.name} />', "Name"],
  ["in a notification", 'notifications.show({ message: "Saved" })', "Saved"],
  ["in a form's rules", 'const question = { title: t.title, "aria-label": "Dates" };', "Dates"],
])("a text %s is found", (_where, source, text) => {
  expect(found(source)).toEqual([text]);
});

test.each([
  ["from the catalogue", "<Text>{t.signIn.title}</Text>"],
  ["without letters", "<Text>{name} · {count} – {total}</Text>"],
  ["for machines", '<Button variant="light" type="submit" to="/sign-in" key="name" />'],
  ["that is compared", '<Text>{status === "PENDING" && t.held}</Text>'],
  ["that names a key", '<Text>{text["check-in"]}</Text>'],
])("text %s is ignored", (_what, source) => {
  expect(found(source)).toEqual([]);
});

test("a text is reported with its line", () => {
  expect(literals("Page.tsx", "<Stack>\n  <Text>\n    Sign in\n  </Text>\n</Stack>")).toEqual([
    { line: 3, text: "Sign in" },
  ]);
});
