// The routes of the web app. The pages are loaded lazily, so that guests do not load the code of the staff's
// pages.
import type { QueryClient } from "@tanstack/react-query";
import { createRootRouteWithContext, createRoute, createRouter, redirect } from "@tanstack/react-router";
import { meQuery } from "../features/session/session";
import { PageError, PageNotFound, PagePending } from "./errors";
import { documentTitle } from "./navigation";
import { RequireSignIn } from "./RequireSignIn";
import { accountRoutes } from "./routes/account";
import { guestRoutes } from "./routes/guest";
import { sellRoutes } from "./routes/sell";
import { sessionRoutes } from "./routes/session";
import { staffRoutes } from "./routes/staff";
import { unitRoutes } from "./routes/units";
import { Shell } from "./Shell";

interface Context {
  queryClient: QueryClient;
}

const root = createRootRouteWithContext<Context>()({
  component: Shell,
  loader: ({ context }) => context.queryClient.ensureQueryData(meQuery),
});

/** The parent of all routes that need a signed-in user. Others sign in first and then return. */
const signedIn = createRoute({
  getParentRoute: () => root,
  id: "signed-in",
  component: RequireSignIn,
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

export function createAppRouter(queryClient: QueryClient) {
  const router = createRouter({
    routeTree,
    context: { queryClient },
    defaultPreload: "intent",
    scrollRestoration: true,
    defaultPendingComponent: PagePending,
    defaultErrorComponent: PageError,
    defaultNotFoundComponent: PageNotFound,
  });
  // A page that sets no title must not keep the title of the previous page.
  router.subscribe("onBeforeNavigate", ({ pathChanged, toLocation }) => {
    if (pathChanged) document.title = documentTitle(toLocation.pathname);
  });
  return router;
}
