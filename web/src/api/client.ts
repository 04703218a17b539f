// The API client, typed from the OpenAPI document. It sends cookies, and an idempotency key with every write.
import createClient, { type Middleware } from "openapi-fetch";
import type { components, paths } from "./schema";

export type Schemas = components["schemas"];

function apiOrigin(): string {
  const fromPage = document.querySelector<HTMLMetaElement>('meta[name="soulter-api"]')?.content;
  const fromBuild: unknown = import.meta.env.VITE_API_URL;
  return fromPage || (typeof fromBuild === "string" ? fromBuild : "") || window.location.origin;
}

/** The error of one field: `message` is its sentence in English. */
export interface FieldError {
  code: string;
  message: string;
  facts: Readonly<Record<string, unknown>>;
}

interface WireError {
  pointer: string;
  code: string;
  detail: string;
}

/** An error response of the API: its problem document (RFC 9457). `facts` are the members of the document. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly fields: Readonly<Record<string, FieldError>> = {},
    readonly facts: Record<string, unknown> = {},
  ) {
    super(detail);
  }
}

/** The API did not respond. */
export class NetworkError extends Error {}

async function parseProblem(response: Response): Promise<Problem> {
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

const middleware: Middleware = {
  onRequest({ request }) {
    if (!["GET", "HEAD"].includes(request.method) && !request.headers.has("Idempotency-Key")) {
      request.headers.set("Idempotency-Key", crypto.randomUUID());
    }
    return request;
  },
  async onResponse({ response }) {
    if (!response.ok) throw await parseProblem(response);
    return response;
  },
  onError({ error }) {
    return error instanceof Problem ? error : new NetworkError(String(error));
  },
};

/** The origin of the API, without a slash at the end. */
export const apiBase = apiOrigin();

export const api = createClient<paths>({ baseUrl: apiBase, credentials: "include" });
api.use(middleware);

/** The body of a successful response. The middleware has thrown error responses before. */
export function body<T>(response: { data?: T }): T {
  if (response.data === undefined) throw new NetworkError("The response has no body.");
  return response.data;
}
