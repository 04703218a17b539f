// Finds texts that are not in a catalogue: literals in JSX, and in attributes and properties that users read.
// of that name.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import ts from "typescript";

/** Attributes and properties whose values users see or hear. */
const READ = new Set(
  [
    "alt aria-description aria-label aria-roledescription cancel confirm description emptyMessage error hint",
    "label legend message networkErrorMessage no nothingFoundMessage placeholder savedMessage submitLabel",
    "title why yes",
  ].flatMap((names) => names.split(" ")),
);
const LETTER = /\p{L}/u;
/** Symbols of units, which are not translated. */
const SYMBOLS = new Set(["ms", "MB"]);

/** The literal parts of an expression that may be shown. */
function* written(node) {
  if (ts.isStringLiteralLike(node)) yield node;
  else if (ts.isTemplateExpression(node)) {
    yield node.head;
    for (const span of node.templateSpans) {
      yield span.literal;
      yield* written(span.expression);
    }
  } else if (ts.isConditionalExpression(node)) {
    yield* written(node.whenTrue);
    yield* written(node.whenFalse);
  } else if (ts.isBinaryExpression(node)) {
    const compares = node.operatorToken.kind !== ts.SyntaxKind.PlusToken;
    if (!compares) yield* written(node.left);
    if (!compares || isChoice(node.operatorToken.kind)) yield* written(node.right);
  } else if (ts.isParenthesizedExpression(node) || ts.isJsxExpression(node)) {
    if (node.expression) yield* written(node.expression);
  } else if (ts.isArrayLiteralExpression(node)) {
    for (const element of node.elements) yield* written(element);
  }
}

function isChoice(kind) {
  return [
    ts.SyntaxKind.BarBarToken,
    ts.SyntaxKind.AmpersandAmpersandToken,
    ts.SyntaxKind.QuestionQuestionToken,
  ].includes(kind);
}

/** The literals of a node that users see. */
function* shown(node) {
  if (ts.isJsxText(node)) yield node;
  else if (ts.isJsxExpression(node) && !ts.isJsxAttribute(node.parent)) yield* written(node);
  else if (ts.isJsxAttribute(node) && READ.has(node.name.getText()) && node.initializer)
    yield* written(node.initializer);
  else if (ts.isPropertyAssignment(node) && READ.has(node.name.getText().replaceAll('"', "")))
    yield* written(node.initializer);
}

/** The texts of a source file that are not in a catalogue, with their lines. */
export function literals(name, source) {
  const file = ts.createSourceFile(name, source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const found = [];
  const visit = (node) => {
    for (const { text, pos, end } of shown(node)) {
      const word = text.trim();
      if (!LETTER.test(word) || SYMBOLS.has(word)) continue;
      const start = end - source.slice(pos, end).trimStart().length;
      found.push({ line: file.getLineAndCharacterOfPosition(start).line + 1, text: word });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function sources() {
  return readdirSync("src", { recursive: true, encoding: "utf8" })
    .filter(
      (name) =>
        /\.tsx?$/.test(name) && !/\.test\.tsx?$|^text\/|^api\/schema/.test(name.replaceAll("\\", "/")),
    )
    .map((name) => join("src", name));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const messages = sources().flatMap((name) =>
    literals(name, readFileSync(name, "utf8")).map(
      ({ line, text }) => `${name}:${line}: “${text}” belongs in src/text.`,
    ),
  );
  if (messages.length > 0) {
    console.error(messages.join("\n"));
    process.exit(1);
  }
}
