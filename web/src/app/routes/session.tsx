// The routes for signing in and registering, and those that links in e-mails open.
import { type AnyRoute, createRoute, lazyRouteComponent } from "@tanstack/react-router";
import type { RawSearch } from "../../components/search-params";
import { captureToken } from "../../features/session/link-token";

export function sessionRoutes<Parent extends AnyRoute>(parent: Parent) {
  const getParentRoute = () => parent;
  return [
    createRoute({
      getParentRoute,
      path: "/sign-in",
      // Only paths of this app, because a URL with a host would be an open redirect. An invalid one is set to
      // undefined, because the router passes on params that `validateSearch` leaves out.
      validateSearch: (raw: RawSearch): { back?: string | undefined } => ({
        back: typeof raw.back === "string" && /^\/(?!\/)[^\\\s]*$/.test(raw.back) ? raw.back : undefined,
      }),
      component: lazyRouteComponent(() => import("../../features/session/SignInPage"), "SignInPage"),
    }),
    createRoute({
      getParentRoute,
      path: "/register",
      component: lazyRouteComponent(() => import("../../features/session/RegisterPage"), "RegisterPage"),
    }),
    createRoute({
      getParentRoute,
      path: "/forgot-password",
      component: lazyRouteComponent(() => import("../../features/session/ForgotPage"), "ForgotPage"),
    }),
    createRoute({
      getParentRoute,
      path: "/verify-email",
      beforeLoad: captureToken,
      component: lazyRouteComponent(() => import("../../features/session/VerifyPage"), "VerifyPage"),
    }),
    createRoute({
      getParentRoute,
      path: "/reset-password",
      beforeLoad: captureToken,
      component: lazyRouteComponent(() => import("../../features/session/ResetPage"), "ResetPage"),
    }),
    createRoute({
      getParentRoute,
      path: "/accept-invitation",
      beforeLoad: captureToken,
      component: lazyRouteComponent(() => import("../../features/session/AcceptPage"), "AcceptPage"),
    }),
    createRoute({
      getParentRoute,
      path: "/unlock",
      beforeLoad: captureToken,
      component: lazyRouteComponent(() => import("../../features/session/UnlockPage"), "UnlockPage"),
    }),
  ] as const;
}
