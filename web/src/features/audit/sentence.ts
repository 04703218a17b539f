// An event of the trail as a sentence that somebody understands who has never seen the code.
import type { Schemas } from "../../api/client";
import { formatDate } from "../../format/dates";
import { formatMoney } from "../../format/money";
import { auditTexts } from "../../text/signed-in/audit";

type Event = Pick<Schemas["AuditEventOut"], "action" | "actor" | "entityId" | "facts">;
/** What things are called, by their id. */
export type Names = ReadonlyMap<string, string>;
type Told = (event: Event, names: Names) => string | undefined;

const text = auditTexts;

export const ACTIONS = Object.keys(text.actions) as (keyof typeof text.actions)[];

function fact(event: Event, name: string): string {
  const value = event.facts[name];
  return typeof value === "string" ? value : "";
}

function role(word: string): string {
  return word in text.roles ? text.roles[word as keyof typeof text.roles] : word;
}

/** Whose account it happened to. */
function whose(event: Event, names: Names): string {
  if (event.actor.id === event.entityId) return text.themselves;
  return names.get(event.entityId) ?? text.somebody;
}

function about(sentence: (whose: string) => string): Told {
  return (event, names) => sentence(whose(event, names));
}

function bookingCreated(event: Event): string | undefined {
  const [begin, end] = [fact(event, "check_in"), fact(event, "check_out")];
  const { total_minor: amount, currency } = event.facts;
  if (!begin || !end) return undefined;
  const total =
    typeof amount === "number" && typeof currency === "string" ? formatMoney({ amount, currency }) : "";
  return text.told.bookingCreated(`${formatDate(begin)} – ${formatDate(end)}`, total);
}

function nights(event: Event): [string, string] | undefined {
  const [begin, end] = [fact(event, "from"), fact(event, "to")];
  return begin && end ? [formatDate(begin), formatDate(end)] : undefined;
}

const TOLD: Readonly<Record<string, Told>> = {
  "booking.created": bookingCreated,
  "block.added": (event) => {
    const stay = nights(event);
    return stay && text.told.blocked(...stay, fact(event, "reason"));
  },
  "block.lifted": (event) => {
    const stay = nights(event);
    return stay && text.told.lifted(...stay);
  },
  "unit.added": (event) => text.told.added(fact(event, "name")),
  "property.opened": (event) => text.told.opened(fact(event, "name")),
  "property.changed": (event, names) => {
    const name = names.get(event.entityId);
    return name && text.told.property(name);
  },
  "user.created": (event, names) => text.told.accountMade(whose(event, names), role(fact(event, "role"))),
  "user.changed": about(text.told.changed),
  "user.role_changed": (event, names) =>
    text.told.role(whose(event, names), role(fact(event, "before")), role(fact(event, "after"))),
  "user.deactivated": about(text.told.deactivated),
  "user.activated": about(text.told.activated),
  "user.signed_out": about(text.told.signedOut),
  "user.reset_sent": about(text.told.resetSent),
  "user.password_reset": about(text.told.passwordReset),
  "invitation.sent": (event) => text.told.invited(role(fact(event, "role"))),
};

/** Who did it: the name of today, or what kind of actor it was. */
export function actorOf({ actor }: Event): string {
  const kinds: Readonly<Record<string, string>> = text.actors;
  return actor.name ?? kinds[actor.kind] ?? actor.kind;
}

/** What was done, to stand after the name of who did it. An action that is not known here is called by its own name. */
export function deedOf(event: Event, names: Names): string {
  const plain: Readonly<Record<string, string>> = text.actions;
  return TOLD[event.action]?.(event, names) || plain[event.action] || text.told.other(event.action);
}

/** `Zara Malik changed the role of Bilal from customer to agent.` */
export function sentenceOf(event: Event, names: Names): string {
  return `${actorOf(event)} ${deedOf(event, names)}.`;
}
