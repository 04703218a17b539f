// Every address of the web app. Each area is loaded when somebody goes there: a guest never loads the staff's.
import type { QueryClient } from "@tanstack/react-query";
import { createRootRouteWithContext, createRoute, createRouter, redirect } from "@tanstack/react-router";
import { meQuery } from "../features/session/session";
import { PageError, PageNotFound, PagePending } from "./errors";
import { tabTitleOf } from "./navigation";
import { accountRoutes } from "./routes/account";
import { guestRoutes } from "./routes/guest";
import { sellRoutes } from "./routes/sell";
import { sessionRoutes } from "./routes/session";
import { staffRoutes } from "./routes/staff";
import { unitRoutes } from "./routes/units";
import { Shell } from "./Shell";
import { SignedIn } from "./SignedIn";

interface Context {
  queryClient: QueryClient;
}

const root = createRootRouteWithContext<Context>()({
  component: Shell,
  loader: ({ context }) => context.queryClient.ensureQueryData(meQuery),
});

/** Everything below needs somebody who is signed in; who is not comes back here afterwards. */
const signedIn = createRoute({
  getParentRoute: () => root,
  id: "signed-in",
  component: SignedIn,
  beforeLoad: async ({ context, location }) => {
    if (!(await context.queryClient.ensureQueryData(meQuery)))
      throw redirect({ to: "/sign-in", search: { back: location.href } });
  },
});

export const routeTree = root.addChildren([
  ...guestRoutes(root),
  ...sessionRoutes(root),
  signedIn.addChildren([
    ...accountRoutes(signedIn),
    ...sellRoutes(signedIn),
    ...staffRoutes(signedIn),
    ...unitRoutes(signedIn),
  ]),
]);

export function makeRouter(queryClient: QueryClient) {
  const router = createRouter({
    routeTree,
    context: { queryClient },
    defaultPreload: "intent",
    scrollRestoration: true,
    defaultPendingComponent: PagePending,
    defaultErrorComponent: PageError,
    defaultNotFoundComponent: PageNotFound,
  });
  // A page that says nothing must not go under the name of the one before.
  router.subscribe("onBeforeNavigate", ({ pathChanged, toLocation }) => {
    if (pathChanged) document.title = tabTitleOf(toLocation.pathname);
  });
  return router;
}
