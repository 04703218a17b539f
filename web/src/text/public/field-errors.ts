// What is wrong with one field, said by the app itself: by the code that the API gives it and the facts behind it.
import { msg, plural, t } from "@lingui/core/macro";
import { formatNumber } from "../../format/numbers";
import { texts } from "../lazy";
import { type Facts, given } from "./given";

interface FieldError {
  code: string;
  /** The server's own sentence, in English. */
  message: string;
  facts: Facts;
}

/** Codes whose sentence needs no facts. */
const PLAIN = texts({
  not_a_clock_time: msg`Write a time of day such as 15:00.`,
  not_a_currency: msg`Write the three capital letters of a currency, such as PKR.`,
  not_a_date: msg`Write a date such as 2027-05-12.`,
  not_a_list: msg`Send a list here.`,
  not_a_moment: msg`Write a date and a time with its offset, such as 2027-05-12T15:00:00+05:00.`,
  moment_out_of_range: msg`Write a moment that lies between the years 1 and 9999 in UTC.`,
  not_a_phone_number: msg`Write a phone number such as +92 300 5550100.`,
  not_a_photo_address: msg`Send the address of a photo of this unit. Photos elsewhere on the web are uploaded first.`,
  not_a_single_line: msg`Write this on one line, without control characters.`,
  not_a_slug: msg`Write small letters and digits, with single hyphens between them, such as lake-tent.`,
  not_a_digest: msg`Send the id as the API has given it: 64 characters, 0 to 9 and a to f.`,
  not_a_token: msg`This link is not complete. Open it from the mail again, or copy all of it.`,
  not_a_topic: msg`Write a topic such as account.invited.`,
  not_a_whole_number: msg`Write a whole number.`,
  not_an_audit_name: msg`Write the name of an action or a thing, such as booking.cancelled or booking.`,
  not_an_email_address: msg`Write an e-mail address such as name@example.com.`,
  not_an_id: msg`Send an id here: a UUID such as 0196a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b.`,
  not_an_object: msg`Send an object with named fields here.`,
  not_plain_text: msg`Leave out control characters. Line breaks and tabs are fine.`,
  not_text: msg`Write text here.`,
  not_true_or_false: msg`Write true or false.`,
  repeated: msg`Give this parameter only once.`,
  required: msg`This field is required.`,
  unknown_field: msg`This field is not known here.`,
});

function notAnOption({ allowed }: Facts): string | undefined {
  if (!Array.isArray(allowed)) return undefined;
  const list = allowed.join(", ");
  return t`Choose one of these: ${list}.`;
}

/** Codes whose sentence is made of facts. */
const GIVEN: Readonly<Record<string, (facts: Facts) => string | undefined>> = {
  date_out_of_range: given(
    ["earliest", "latest"],
    ({ earliest, latest }) => t`Write a date from ${String(earliest)} to ${String(latest)}.`,
  ),
  not_an_option: notAnOption,
  too_few: given(
    ["min"],
    ({ min }) => t`${plural(Number(min), { one: "Choose at least one.", other: "Choose at least #." })}`,
  ),
  too_large: given(["max"], (facts) => {
    const max = formatNumber(Number(facts.max));
    return t`Write ${max} or less.`;
  }),
  too_long: given(["max"], (facts) => {
    const max = formatNumber(Number(facts.max));
    return t`Write at most ${max} characters.`;
  }),
  too_many: given(["max"], (facts) => {
    const max = formatNumber(Number(facts.max));
    return t`This list has at most ${max} entries.`;
  }),
  too_short: given(
    ["min"],
    ({ min }) =>
      t`${plural(Number(min), { one: "This field cannot be empty.", other: "Write at least # characters." })}`,
  ),
  too_small: given(["min"], (facts) => {
    const min = formatNumber(Number(facts.min));
    return t`Write ${min} or more.`;
  }),
};

/** Codes that the app says itself. */
export const SAID: readonly string[] = [...Object.keys(PLAIN), ...Object.keys(GIVEN)];

/** What is wrong with a field, in the active language; in the server's words where its code or its facts are not known here. */
export function fieldText({ code, message, facts }: FieldError): string {
  const plain: Readonly<Record<string, string>> = PLAIN;
  return GIVEN[code]?.(facts) ?? plain[code] ?? message;
}
