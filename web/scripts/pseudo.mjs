// Prints the catalogue of a language that nobody speaks: English with accents, about 40 % longer, each text in brackets.
// On a page in this language every text without brackets is one that no catalogue has.

import { pathToFileURL } from "node:url";
import { getCatalogs } from "@lingui/cli/api";
import { getConfig } from "@lingui/conf";
import { compileMessage } from "@lingui/message-utils/compileMessage";

const PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const ACCENTED = [..."ȧƀƈḓḗƒɠħīĵķŀḿƞǿƥɋřşŧŭṽẇẋẏẑȦƁƇḒḖƑƓĦĪĴĶĿḾȠǾƤɊŘŞŦŬṼẆẊẎẐ"];

/** A text with accents, and every vowel twice. */
function strange(text) {
  return text
    .replace(/[aeiou]/gi, "$&$&")
    .replace(/[a-z]/gi, (letter) => ACCENTED[PLAIN.indexOf(letter)] ?? letter);
}

function token(part) {
  if (typeof part === "string") return strange(part);
  const [value, kind, forms] = part;
  if (typeof forms !== "object") return part;
  const changed = Object.entries(forms).map(([form, parts]) => [
    form,
    form === "offset" ? parts : tokens(parts),
  ]);
  return [value, kind, Object.fromEntries(changed)];
}

function tokens(parts) {
  return typeof parts === "string" ? strange(parts) : parts.map(token);
}

/** A message in ICU syntax as the catalogue has it: compiled, and in the language that nobody speaks. */
export function pseudo(message) {
  return ["⟦", ...[tokens(compileMessage(message))].flat(), "⟧"];
}

async function catalogue() {
  const config = getConfig();
  const found = {};
  for (const catalog of await getCatalogs(config)) {
    const { messages } = await catalog.getTranslations(config.sourceLocale, {
      fallbackLocales: config.fallbackLocales,
      sourceLocale: config.sourceLocale,
    });
    for (const [id, message] of Object.entries(messages)) found[id] = pseudo(message);
  }
  return found;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href)
  console.log(`export const messages = ${JSON.stringify(await catalogue())};`);
