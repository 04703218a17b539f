// Sentences out of the facts of a refusal.

export type Facts = Readonly<Record<string, unknown>>;

/** A sentence out of facts, all of which must be there; without one of them there is no sentence. */
export function given<Name extends string>(
  names: readonly Name[],
  say: (facts: Record<Name, string>) => string,
) {
  return (facts: Facts) => {
    const known = names.every((name) => ["string", "number", "boolean"].includes(typeof facts[name]));
    if (!known) return undefined;
    return say(Object.fromEntries(names.map((name) => [name, String(facts[name])])) as Record<Name, string>);
  };
}
