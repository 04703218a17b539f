// Texts are messages until somebody reads them.
import { i18n, type MessageDescriptor } from "@lingui/core";

/** What a tree of messages is for its readers: every message is a string. */
export type Texts<Tree> = Tree extends MessageDescriptor
  ? string
  : Tree extends (...given: never[]) => unknown
    ? Tree
    : Tree extends object
      ? { readonly [Key in keyof Tree]: Texts<Tree[Key]> }
      : Tree;

function isMessage(value: unknown): value is MessageDescriptor {
  return typeof value === "object" && value !== null && "id" in value && typeof value.id === "string";
}

/** Makes every message of a tree a property that is translated whenever it is read, into the language that is active then. */
export function texts<Tree extends object>(tree: Tree): Texts<Tree> {
  for (const [key, { value }] of Object.entries(Object.getOwnPropertyDescriptors(tree))) {
    if (isMessage(value)) Object.defineProperty(tree, key, { enumerable: true, get: () => i18n._(value) });
    // What was a message already has no value here, and is not read.
    else if (typeof value === "object" && value !== null) texts(value);
  }
  return tree as Texts<Tree>;
}
