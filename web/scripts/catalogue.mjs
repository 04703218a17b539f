// Fails if a catalogue is not current. Extracts the messages again, compares, and restores the files.
// were.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const LOCALES = "src/text/locales";

function catalogues() {
  const files = readdirSync(LOCALES, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".po"),
  );
  return new Map(files.sort().map((name) => [name, readFileSync(join(LOCALES, name), "utf8")]));
}

/**
 * The entries of a catalogue. Its head is not compared: the first extraction of a file writes less there than
 * the next.
 */
function entries(catalogue) {
  return catalogue.slice(catalogue.indexOf("\n\n"));
}

/** The names of catalogues whose entries have changed, or that are new. */
export function stale(before, after) {
  return [...after]
    .filter(([name, text]) => entries(before.get(name) ?? "\n\n") !== entries(text))
    .map(([name]) => name);
}

function extracted() {
  const before = catalogues();
  const done = spawnSync("lingui extract --clean", { encoding: "utf8", shell: true });
  if (done.status !== 0) throw new Error(`lingui extract failed:\n${done.stdout}${done.stderr}`);
  const after = catalogues();
  for (const [name, text] of before) writeFileSync(join(LOCALES, name), text);
  return { before, after };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { before, after } = extracted();
  const found = stale(before, after);
  if (found.length > 0) {
    console.error(`Not current: ${found.map((name) => `${LOCALES}/${name}`).join(", ")}. Run: npm run texts`);
    process.exit(1);
  }
}
