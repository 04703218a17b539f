// The token of a link in an e-mail. It is in the hash, which browsers do not send to servers.
let captured = { page: "", token: "" };

/** Removes the token from the URL and from the history of the browser, and stores it for the page. */
export function captureToken(): void {
  const { hash, pathname, search } = window.location;
  if (hash.length < 2) return;
  captured = { page: pathname, token: hash.slice(1) };
  window.history.replaceState(window.history.state, "", pathname + search);
}

/** The token that this page was opened with, or "". */
export function pageToken(): string {
  return captured.page === window.location.pathname && /^[\w-]{20,100}$/.test(captured.token)
    ? captured.token
    : "";
}
