// The one door to the API: typed by its own document, with credentials, and a key on every request that changes something.
import createClient, { type Middleware } from "openapi-fetch";
import type { components, paths } from "./schema";

export type Schemas = components["schemas"];

function apiOrigin(): string {
  const served = document.querySelector<HTMLMetaElement>('meta[name="soulter-api"]')?.content;
  const built: unknown = import.meta.env.VITE_API_URL;
  return served || (typeof built === "string" ? built : "") || window.location.origin;
}

/** What the API says about one field: `message` is its sentence in English. */
export interface FieldRefusal {
  code: string;
  message: string;
  facts: Readonly<Record<string, unknown>>;
}

interface WireError {
  pointer: string;
  code: string;
  detail: string;
}

/** A refusal of the API, as its problem document says it. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly fields: Readonly<Record<string, FieldRefusal>> = {},
    readonly facts: Record<string, unknown> = {},
  ) {
    super(detail);
  }
}

/** The API did not answer at all. */
export class Unreachable extends Error {}

async function problemOf(response: Response): Promise<Problem> {
  try {
    const body: unknown = await response.clone().json();
    const facts = (typeof body === "object" && body ? body : {}) as Record<string, unknown>;
    const errors = Array.isArray(facts.errors) ? (facts.errors as WireError[]) : [];
    const fields = Object.fromEntries(
      errors.map(({ pointer, code, detail, ...given }) => [
        pointer.replace(/^\//, "").replaceAll("/", "."),
        { code, message: detail, facts: given },
      ]),
    );
    return new Problem(
      response.status,
      String(facts.code ?? "refused"),
      String(facts.detail ?? response.statusText),
      fields,
      facts,
    );
  } catch {
    return new Problem(response.status, "refused", response.statusText);
  }
}

const refusalsAreErrors: Middleware = {
  onRequest({ request }) {
    if (!["GET", "HEAD"].includes(request.method) && !request.headers.has("Idempotency-Key")) {
      request.headers.set("Idempotency-Key", crypto.randomUUID());
    }
    return request;
  },
  async onResponse({ response }) {
    if (!response.ok) throw await problemOf(response);
    return response;
  },
  onError({ error }) {
    return error instanceof Problem ? error : new Unreachable(String(error));
  },
};

/** What stands before a path of the API. */
export const apiBase = apiOrigin();

export const api = createClient<paths>({ baseUrl: apiBase, credentials: "include" });
api.use(refusalsAreErrors);

/** The body of an answer that has one; refusals were thrown before. */
export function body<T>(answer: { data?: T }): T {
  if (answer.data === undefined) throw new Unreachable("an answer without a body");
  return answer.data;
}
