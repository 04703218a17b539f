// Prints the catalogue of a pseudo language: English with accents, about 40 % longer, each text in brackets.
// On a page in this language, a text without brackets is not in a catalogue.
import { pathToFileURL } from "node:url";
import { getCatalogs } from "@lingui/cli/api";
import { getConfig } from "@lingui/conf";
import { compileMessage } from "@lingui/message-utils/compileMessage";

const PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const ACCENTED = [..."ȧƀƈḓḗƒɠħīĵķŀḿƞǿƥɋřşŧŭṽẇẋẏẑȦƁƇḒḖƑƓĦĪĴĶĿḾȠǾƤɊŘŞŦŬṼẆẊẎẐ"];

/** A text with accents, and every vowel twice. */
function accented(text) {
  return text
    .replace(/[aeiou]/gi, "$&$&")
    .replace(/[a-z]/gi, (letter) => ACCENTED[PLAIN.indexOf(letter)] ?? letter);
}

function token(part) {
  if (typeof part === "string") return accented(part);
  const [value, kind, forms] = part;
  if (typeof forms !== "object") return part;
  const changed = Object.entries(forms).map(([form, parts]) => [
    form,
    form === "offset" ? parts : tokens(parts),
  ]);
  return [value, kind, Object.fromEntries(changed)];
}

function tokens(parts) {
  return typeof parts === "string" ? accented(parts) : parts.map(token);
}

/** A message in ICU syntax, compiled, in the pseudo language. */
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
