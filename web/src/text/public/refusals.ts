// What the API refuses, said by the app itself: by the code of the refusal and the facts behind it.
import { msg, plural, t } from "@lingui/core/macro";
import { formatDate, formatMoment } from "../../format/dates";
import { formatNumber } from "../../format/numbers";
import { texts } from "../lazy";
import { guests, nights, units } from "./counts";
import { type Facts, given } from "./given";

interface Refusal {
  code: string;
  /** The server's own sentence, in English. */
  message: string;
  facts: Facts;
}

/** Codes whose sentence needs no facts. */
const PLAIN = texts({
  block_not_found: msg`There is no such block.`,
  body_too_slow: msg`The body of the request did not arrive in time. Nothing was changed; please send it again over a better connection.`,
  booking_not_found: msg`There is no such booking.`,
  database_unavailable: msg`The booking database cannot be reached right now. Nothing was changed; please try again in a few seconds.`,
  email_taken: msg`There is an account with this e-mail address already.`,
  guest_unreachable: msg`Give the guest's e-mail address or phone number.`,
  idempotency_key_of_another: msg`This was sent already, and its answer is repeated only to who has sent it. Please try again in the same network and with the same contact, or call us.`,
  internal: msg`Something went wrong on our side. Nothing was lost; please tell us the request id.`,
  invitation_not_found: msg`There is no such open invitation.`,
  last_owner: msg`This is the last active owner. Make somebody else an owner first.`,
  link_unusable: msg`This link does not work any more: it was used already, or its time is over. Please ask for a new one.`,
  mail_not_found: msg`There is no such mail.`,
  move_needs_staff: msg`The booking is confirmed: ask the property to change its dates, units or party.`,
  stay_has_begun: msg`The stay has begun: ask the property to change it.`,
  no_photo_of_this_unit: msg`The list names photos that this unit does not have, or one of them twice. Reload the unit and order its photos again.`,
  no_such_property: msg`There is no such property.`,
  not_found: msg`There is nothing at this address.`,
  not_logged_in: msg`Please log in first.`,
  order_does_not_fit: msg`Units were added meanwhile, or belong elsewhere. Reload the list and order it again.`,
  own_account: msg`You cannot do this to your own account. Ask another owner.`,
  password_needed: msg`Please confirm with your password first (POST /api/auth/confirm); that is good for ten minutes.`,
  password_too_common: msg`This password is easy to guess: it is well known, a pattern, or made of your own name. Take a few words that do not belong together.`,
  photo_not_found: msg`There is no such photo.`,
  photo_too_slow: msg`Preparing this photo took too long. Please send it again in a minute, or send a smaller copy.`,
  price_needs_staff: msg`Only the property decides the price of a change. Leave it out, or ask the property.`,
  property_not_found: msg`There is no such property.`,
  role_not_allowed: msg`Your role does not allow this.`,
  role_out_of_reach: msg`You cannot hand out this role.`,
  session_ended: msg`Your login has ended. Please log in again.`,
  session_not_found: msg`There is no such session.`,
  state_conflict: msg`This clashes with something that already exists or was changed at the same moment. Reload and try again.`,
  too_busy: msg`Too many requests are being answered right now. Nothing was changed; please try again in a few seconds.`,
  too_large: msg`The request is too large.`,
  too_many_logins: msg`Many people are logging in at this moment. Please try again in a few seconds.`,
  too_many_photos_at_once: msg`Several photos are being prepared right now. Please send this one again in a few seconds.`,
  total_below_nights_over: msg`The nights that are over keep their price, and there must be a night left that can change. Name a total that is not below their price.`,
  total_too_large: msg`The total of this booking is larger than can be counted.`,
  two_prices: msg`Send either pricing or total: a named total is the price.`,
  unit_not_bookable: msg`A unit of this request does not exist or is not for sale.`,
  unit_not_found: msg`There is no such unit.`,
  units_of_several_properties: msg`All units of a booking belong to one property. Make one booking for each property.`,
  user_inactive: msg`This account is deactivated. Activate it first.`,
  user_not_found: msg`There is no such user.`,
  value_refused: msg`A value in the request is outside of what can be stored.`,
  wrong_credentials: msg`E-mail or password is wrong.`,
  wrong_password: msg`Your current password is not right.`,
});

/** How long to wait. */
function wait(seconds: string): string {
  const minutes = Math.ceil(Number(seconds) / 60);
  return Number(seconds) < 120
    ? t`${plural(Number(seconds), { one: "# second", other: "# seconds" })}`
    : t`${plural(minutes, { one: "# minute", other: "# minutes" })}`;
}

interface Night {
  unitName: string;
  night: string;
}

const MOST_NIGHTS = 6;

function daysOf(unit: string, nights: readonly string[]): string {
  const days = nights.slice(0, MOST_NIGHTS).map((night) => formatDate(night));
  const list = days.join(", ");
  return nights.length > MOST_NIGHTS ? t`${unit} on ${list} and more` : t`${unit} on ${list}`;
}

function nightsTaken({ nights }: Facts): string | undefined {
  if (!Array.isArray(nights)) return undefined;
  const byUnit = new Map<string, string[]>();
  for (const { unitName, night } of nights as Night[])
    byUnit.set(unitName, [...(byUnit.get(unitName) ?? []), night]);
  const taken = [...byUnit].map(([unit, days]) => daysOf(unit, days)).join("; ");
  return t`Already taken: ${taken}. Choose other nights or another unit.`;
}

function invalid({ errors }: Facts): string | undefined {
  if (!Array.isArray(errors)) return undefined;
  const pointers = (errors as { pointer: string }[]).map(({ pointer }) => pointer || t`the body`);
  const places = [...new Set(pointers)].join(", ");
  return t`Please correct: ${places}.`;
}

/** The nights of a refusal, as a part of its sentence. */
function namedNights(nights: unknown): string | undefined {
  if (!Array.isArray(nights)) return undefined;
  const days = nights
    .slice(0, MOST_NIGHTS)
    .map((night) => formatDate(String(night)))
    .join(", ");
  return nights.length > MOST_NIGHTS ? t`${days} and more` : days;
}

function visitorShareHeld(facts: Facts): string | undefined {
  const nights = namedNights(facts.nights);
  if (nights === undefined || typeof facts.retryAfter !== "number") return undefined;
  const time = wait(String(facts.retryAfter));
  return t`Other guests hold most of what is free on ${nights}. Please write to the property, or try again in ${time}.`;
}

function visitorShareTooSmall(facts: Facts): string | undefined {
  const nights = namedNights(facts.nights);
  if (nights === undefined || typeof facts.most !== "number") return undefined;
  const most = units(facts.most);
  return t`Visitors can hold at most ${most} together on ${nights}: so few are free. Book fewer units, or write to the property.`;
}

/** Words of the life cycle inside of a sentence. */
const words: Readonly<Record<string, string>> = texts({
  PENDING: msg`pending`,
  CONFIRMED: msg`confirmed`,
  CHECKED_IN: msg`checked in`,
  COMPLETED: msg`completed`,
  CANCELLED: msg`cancelled`,
  EXPIRED: msg`expired`,
  NO_SHOW: msg`no show`,
  confirmed: msg`confirmed`,
  cancelled: msg`cancelled`,
  changed: msg`changed`,
  "checked in": msg`checked in`,
  "checked out": msg`checked out`,
  "marked as no-show": msg`marked as no-show`,
  confirm: msg`confirm`,
  cancel: msg`cancel`,
  "check-in": msg`check-in`,
  "check-out": msg`check-out`,
  "no-show": msg`no-show`,
});

function word(code: string): string {
  return words[code] ?? code;
}

function statusForbids({ bookingStatus, action, possible }: Facts): string | undefined {
  if (typeof bookingStatus !== "string" || typeof action !== "string" || !Array.isArray(possible))
    return undefined;
  const [status, deed] = [word(bookingStatus), word(action)];
  const steps = possible.map((step) => word(String(step))).join(", ");
  return steps
    ? t`A booking that is ${status} cannot be ${deed}. Possible now: ${steps}.`
    : t`A booking that is ${status} cannot be ${deed}. Nothing can be done with it any more.`;
}

function staleVersion({ changedBy }: Facts): string {
  return typeof changedBy === "string"
    ? t`${changedBy} changed this booking meanwhile. Reload it and apply your change again.`
    : t`Somebody changed this booking meanwhile. Reload it and apply your change again.`;
}

function unitChanged({ fields }: Facts): string | undefined {
  if (!Array.isArray(fields)) return undefined;
  const names = fields.join(", ");
  return t`Somebody changed this unit meanwhile (${names}). Reload it and apply your change again.`;
}

/** Codes whose sentence is made of facts. */
const GIVEN: Readonly<Record<string, (facts: Facts) => string | undefined>> = {
  invalid,
  nights_taken: nightsTaken,
  visitor_share_held: visitorShareHeld,
  visitor_share_too_small: visitorShareTooSmall,
  stale_version: staleVersion,
  status_forbids: statusForbids,
  unit_changed: unitChanged,
  body_too_large: given(["limit"], ({ limit }) => t`A request body has at most ${limit} bytes.`),
  contact_opens_booking: given(["confirmed"], ({ confirmed }) =>
    confirmed === "true"
      ? t`The booking is confirmed: ask the property to change its e-mail address or phone number. You can add the one that is missing.`
      : t`An e-mail address or phone number that the booking was made with has to stay. You can add another one; ask the property to replace it.`,
  ),
  date_out_of_range: given(["date", "earliest", "latest"], (facts) => {
    const [date, earliest, latest] = [
      formatDate(facts.date),
      formatDate(facts.earliest),
      formatDate(facts.latest),
    ];
    return t`${date} is not a date that can be booked: dates run from ${earliest} to ${latest}.`;
  }),
  hold_expired: given(["expiredAt", "timezone"], ({ expiredAt, timezone }) => {
    const moment = formatMoment(expiredAt, timezone);
    return t`The hold ended on ${moment} and its nights are free again. Please book anew.`;
  }),
  mail_settled: given(["state"], ({ state }) =>
    state === "DELIVERED"
      ? t`This mail was delivered already, so it is not sent again.`
      : t`This mail was not needed when its time came, so it is not sent again.`,
  ),
  other_currency: given(
    ["currency"],
    ({ currency }) => t`This booking is in ${currency}; write its total in ${currency}.`,
  ),
  password_too_long: given(["longest"], ({ longest }) => t`A password has at most ${longest} characters.`),
  password_too_short: given(
    ["shortest"],
    ({ shortest }) =>
      t`A password for this role has at least ${shortest} characters; a few words are easy to remember.`,
  ),
  photo_format_not_taken: given(
    ["found"],
    ({ found }) => t`The format of this file is ${found}. Send a JPEG, PNG, WebP or HEIC file.`,
  ),
  photo_too_large: given(["limit"], ({ limit }) => {
    const megabytes = Math.floor(Number(limit) / 1024 ** 2);
    return t`A photo has at most ${megabytes} MB. Please save a smaller copy and send that.`;
  }),
  photo_too_many_pixels: given(
    ["width", "height", "mostWidth", "mostHeight"],
    ({ width, height, mostWidth, mostHeight }) =>
      t`This picture has ${width} by ${height} pixels. Please save a copy of at most ${mostWidth} by ${mostHeight} pixels and send that.`,
  ),
  photo_too_small: given(
    ["least"],
    ({ least }) =>
      t`A photo is at least ${least} pixels wide and ${least} high, or it would look blurred. Please send a larger one.`,
  ),
  photo_type_differs: given(
    ["found", "declared"],
    ({ found, declared }) =>
      t`This is a ${found} file, but it was sent as ${declared}. Send it with the Content-Type that it has.`,
  ),
  photos_left_out: given(
    ["count"],
    ({ count }) =>
      t`The list leaves out ${plural(Number(count), { one: "a photo", other: "# photos" })} of this unit, perhaps added a moment ago. Reload the unit and order its photos again; a photo is removed by deleting it.`,
  ),
  property_has_enough_photos: given(["limit"], (facts) => {
    const limit = formatNumber(Number(facts.limit));
    return t`The units of a property have at most ${limit} photos together. Remove some before you add others.`;
  }),
  range_too_long: given(
    ["longest"],
    ({ longest }) => t`Ask for 1 to ${longest} nights at a time, \`from\` before \`to\`.`,
  ),
  slug_taken: given(["slug"], ({ slug }) => t`The slug “${slug}” is already used. Choose another one.`),
  stay_in_the_past: given(["checkIn", "today"], (facts) => {
    const [checkIn, today] = [formatDate(facts.checkIn), formatDate(facts.today)];
    return t`Check-in ${checkIn} is in the past: today at the property is ${today}.`;
  }),
  stay_too_long: given(
    ["nights", "longest"],
    ({ nights, longest }) => t`A stay has at most ${longest} nights; this one has ${nights}.`,
  ),
  stay_too_short: given(["checkIn", "checkOut"], (facts) => {
    const [checkIn, checkOut] = [formatDate(facts.checkIn), formatDate(facts.checkOut)];
    return t`A stay has at least one night: check-out (${checkOut}) must be after check-in (${checkIn}).`;
  }),
  too_early: given(["action", "checkIn", "today"], (facts) => {
    const [deed, checkIn, today] = [word(facts.action), formatDate(facts.checkIn), formatDate(facts.today)];
    return t`A booking can be ${deed} from its check-in date ${checkIn} on; today is ${today}.`;
  }),
  arrival_is_over: given(["checkIn"], (facts) => {
    const checkIn = formatDate(facts.checkIn);
    return t`The guest arrived on ${checkIn}, which cannot be changed any more.`;
  }),
  nights_are_over: given(["checkOut", "earliest"], (facts) => {
    const [checkOut, earliest] = [formatDate(facts.checkOut), formatDate(facts.earliest)];
    return t`The guest was still here after ${checkOut}: the earliest check-out is ${earliest}.`;
  }),
  nothing_to_undo: given(["bookingStatus"], ({ bookingStatus }) => {
    const status = word(bookingStatus);
    return t`The booking is ${status}: there is nothing to undo. Reload it to see what happened.`;
  }),
  undo_too_late: given(["action", "takenOn", "today"], (facts) => {
    const [deed, takenOn, today] = [word(facts.action), formatDate(facts.takenOn), formatDate(facts.today)];
    return t`The booking was ${deed} on ${takenOn}, which can be undone on the same day only; today is ${today}.`;
  }),
  too_late: given(["checkOut", "today"], (facts) => {
    const [checkOut, today] = [formatDate(facts.checkOut), formatDate(facts.today)];
    return t`The stay ended on ${checkOut}; today is ${today}.`;
  }),
  too_many_guests: given(
    ["guests", "sleeps"],
    ({ guests, sleeps }) => t`${guests} guests do not fit: what is booked sleeps ${sleeps}.`,
  ),
  too_many_holds: given(["retryAfter"], ({ retryAfter }) => {
    const time = wait(retryAfter);
    return t`Many stays were booked from here within the hour. Please call us, or book the next one in ${time}.`;
  }),
  too_much_held: given(["retryAfter"], ({ retryAfter }) => {
    const time = wait(retryAfter);
    return t`Too much is held from here until the property confirms it. Please write to the property, or try again in ${time}, when a hold ends.`;
  }),
  more_units_than_guests: given(["units", "guests"], (facts) => {
    const [booked, party] = [units(Number(facts.units)), guests(Number(facts.guests))];
    return t`${booked} for ${party} are more than one for each. Choose fewer units.`;
  }),
  visitor_arrival_too_far: given(["checkIn", "latest"], (facts) => {
    const [checkIn, latest] = [formatDate(facts.checkIn), formatDate(facts.latest)];
    return t`Visitors can book arrivals until ${latest}; this stay begins on ${checkIn}. For a later stay please write to the property.`;
  }),
  visitor_stay_too_long: given(["nights", "longest"], (facts) => {
    const longest = nights(Number(facts.longest));
    return t`Visitors can book at most ${longest} at once; this stay has ${facts.nights}. For a longer stay please write to the property.`;
  }),
  visitor_units_too_many: given(["units", "most"], (facts) => {
    const most = units(Number(facts.most));
    return t`Visitors can book at most ${most} at once; this booking has ${facts.units}. For a larger group please write to the property.`;
  }),
  too_often: given(["retryAfter"], ({ retryAfter }) => {
    const time = wait(retryAfter);
    return t`That was tried too often. Please wait ${time} and try again.`;
  }),
  unit_has_enough_photos: given(
    ["limit"],
    ({ limit }) => t`A unit has at most ${limit} photos. Remove one before you add another.`,
  ),
  unknown_currency: given(
    ["currency"],
    ({ currency }) =>
      t`“${currency}” is not a currency that can be counted. Write an ISO 4217 code such as PKR.`,
  ),
  unknown_zone: given(
    ["timezone"],
    ({ timezone }) => t`“${timezone}” is not an IANA time zone. Write one such as Asia/Karachi.`,
  ),
  wrong_currency: given(
    ["expected", "given"],
    (facts) => t`Prices at this property are in ${facts.expected}, not in ${facts.given}.`,
  ),
};

/** Codes that the app says itself. */
export const SAID: readonly string[] = [...Object.keys(PLAIN), ...Object.keys(GIVEN)];

/** A refusal in the active language; in the server's words where its code or its facts are not known here. */
export function refusalText({ code, message, facts }: Refusal): string {
  const plain: Readonly<Record<string, string>> = PLAIN;
  return GIVEN[code]?.(facts) ?? plain[code] ?? message;
}
