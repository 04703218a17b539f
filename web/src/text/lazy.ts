// Texts are message descriptors that are translated when they are read, so that they follow the active
// locale.
import { i18n, type MessageDescriptor } from "@lingui/core";

/** A tree of messages as it is read: every message is a string. */
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

/** Replaces every message of a tree by a getter that translates it into the active locale. */
export function texts<Tree extends object>(tree: Tree): Texts<Tree> {
  for (const [key, { value }] of Object.entries(Object.getOwnPropertyDescriptors(tree))) {
    if (isMessage(value)) Object.defineProperty(tree, key, { enumerable: true, get: () => i18n._(value) });
    // A getter has no value here, so a message that is already replaced is not read.
    else if (typeof value === "object" && value !== null) texts(value);
  }
  return tree as Texts<Tree>;
}
