// Every address of the web app. Each area is loaded when somebody goes there: a guest never loads the staff's.
import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from "@tanstack/react-router";
import { meQuery } from "../features/session/session";
import { Crash, Missing, Waiting } from "./edges";
import { guestRoutes } from "./routes/guest";
import { Shell } from "./Shell";

interface Context {
  queryClient: QueryClient;
}

const root = createRootRouteWithContext<Context>()({
  component: Shell,
  loader: ({ context }) => context.queryClient.ensureQueryData(meQuery),
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  // Only places of our own: an address with a host in it would lead away. What is left out here would come through as it was given.
  validateSearch: (given: Record<string, unknown>): { back?: string | undefined } => ({
    back: typeof given.back === "string" && /^\/(?!\/)[^\\\s]*$/.test(given.back) ? given.back : undefined,
  }),
  component: lazyRouteComponent(() => import("../features/session/SignInPage"), "SignInPage"),
});

/** Everything below needs somebody who is signed in; who is not comes back here afterwards. */
const signedIn = createRoute({
  getParentRoute: () => root,
  id: "signed-in",
  beforeLoad: async ({ context, location }) => {
    if (!(await context.queryClient.ensureQueryData(meQuery)))
      throw redirect({ to: "/sign-in", search: { back: location.href } });
  },
});

export const routeTree = root.addChildren([...guestRoutes(root), signIn, signedIn.addChildren([])]);

export function makeRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
    defaultPreload: "intent",
    scrollRestoration: true,
    defaultPendingComponent: Waiting,
    defaultErrorComponent: Crash,
    defaultNotFoundComponent: Missing,
  });
}
