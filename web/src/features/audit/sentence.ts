// The sentence of an audit event.
import type { Schemas } from "../../api/client";
import { formatDate } from "../../format/dates";
import { formatMoney } from "../../format/money";
import { auditTexts } from "../../text/signed-in/audit";

type Event = Pick<Schemas["AuditEventOut"], "action" | "actor" | "entityId" | "facts">;
/** Names of users and properties, by id. */
export type Names = ReadonlyMap<string, string>;
type Sentence = (event: Event, names: Names) => string | undefined;

const text = auditTexts;

export const ACTIONS = Object.keys(text.actions) as (keyof typeof text.actions)[];

function textFact(event: Event, name: string): string {
  const value = event.facts[name];
  return typeof value === "string" ? value : "";
}

function roleName(role: string): string {
  return role in text.roles ? text.roles[role as keyof typeof text.roles] : role;
}

/** The name of the account that the event is about. */
function accountName(event: Event, names: Names): string {
  if (event.actor.id === event.entityId) return text.themselves;
  return names.get(event.entityId) ?? text.somebody;
}

function aboutAccount(sentence: (accountName: string) => string): Sentence {
  return (event, names) => sentence(accountName(event, names));
}

function bookingCreated(event: Event): string | undefined {
  const [from, to] = [textFact(event, "check_in"), textFact(event, "check_out")];
  const { total_minor: amount, currency } = event.facts;
  if (!from || !to) return undefined;
  const total =
    typeof amount === "number" && typeof currency === "string" ? formatMoney({ amount, currency }) : "";
  return text.told.bookingCreated(`${formatDate(from)} – ${formatDate(to)}`, total);
}

function nights(event: Event): [string, string] | undefined {
  const [from, to] = [textFact(event, "from"), textFact(event, "to")];
  return from && to ? [formatDate(from), formatDate(to)] : undefined;
}

const SENTENCES: Readonly<Record<string, Sentence>> = {
  "booking.created": bookingCreated,
  "block.added": (event) => {
    const stay = nights(event);
    return stay && text.told.blocked(...stay, textFact(event, "reason"));
  },
  "block.lifted": (event) => {
    const stay = nights(event);
    return stay && text.told.lifted(...stay);
  },
  "unit.added": (event) => text.told.added(textFact(event, "name")),
  "property.opened": (event) => text.told.opened(textFact(event, "name")),
  "property.changed": (event, names) => {
    const name = names.get(event.entityId);
    return name && text.told.property(name);
  },
  "user.created": (event, names) =>
    text.told.accountMade(accountName(event, names), roleName(textFact(event, "role"))),
  "user.changed": aboutAccount(text.told.changed),
  "user.role_changed": (event, names) =>
    text.told.role(
      accountName(event, names),
      roleName(textFact(event, "before")),
      roleName(textFact(event, "after")),
    ),
  "user.deactivated": aboutAccount(text.told.deactivated),
  "user.activated": aboutAccount(text.told.activated),
  "user.signed_out": aboutAccount(text.told.signedOut),
  "user.reset_sent": aboutAccount(text.told.resetSent),
  "user.reset_withdrawn": aboutAccount(text.told.resetWithdrawn),
  "user.password_reset": aboutAccount(text.told.passwordReset),
  "invitation.sent": (event) => text.told.invited(roleName(textFact(event, "role"))),
};

/** The current name of the actor, or the kind of actor. */
export function actorName({ actor }: Event): string {
  const kinds: Readonly<Record<string, string>> = text.actors;
  return actor.name ?? kinds[actor.kind] ?? actor.kind;
}

/** The text of the action, for use after the actor. An unknown action is shown by its own name. */
export function actionText(event: Event, names: Names): string {
  const actionTexts: Readonly<Record<string, string>> = text.actions;
  return (
    SENTENCES[event.action]?.(event, names) || actionTexts[event.action] || text.told.other(event.action)
  );
}

/** `Zara Malik changed the role of Bilal from customer to agent.` */
export function sentenceOf(event: Event, names: Names): string {
  return `${actorName(event)} ${actionText(event, names)}.`;
}
