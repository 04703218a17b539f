// The token of a mailed link. It stands behind the `#`, so that no server sees it, and leaves the address bar before anything is shown.
let taken = { page: "", token: "" };

/** Takes the token out of the address bar, and with it out of the browser's history. */
export function takeToken(): void {
  const { hash, pathname, search } = window.location;
  if (hash.length < 2) return;
  taken = { page: pathname, token: hash.slice(1) };
  window.history.replaceState(window.history.state, "", pathname + search);
}

/** The token that this page was opened with; "" when there is none. */
export function tokenOfPage(): string {
  return taken.page === window.location.pathname && /^[\w-]{20,100}$/.test(taken.token) ? taken.token : "";
}
