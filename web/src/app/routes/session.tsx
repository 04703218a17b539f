// Signing in, making an account, and the pages that links in mails lead to.
import { type AnyRoute, createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { takeToken } from "../../features/session/link-token";

export function sessionRoutes<Parent extends AnyRoute>(parent: Parent) {
  const getParentRoute = () => parent;
  return [
    createRoute({
      getParentRoute,
      path: "/sign-in",
      // Only places of our own: an address with a host in it would lead away. What is left out here would come through as it was given.
      validateSearch: (given: Record<string, unknown>): { back?: string | undefined } => ({
        back:
          typeof given.back === "string" && /^\/(?!\/)[^\\\s]*$/.test(given.back) ? given.back : undefined,
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
      beforeLoad: takeToken,
      component: lazyRouteComponent(() => import("../../features/session/VerifyPage"), "VerifyPage"),
    }),
    createRoute({
      getParentRoute,
      path: "/reset-password",
      beforeLoad: takeToken,
      component: lazyRouteComponent(() => import("../../features/session/ResetPage"), "ResetPage"),
    }),
    createRoute({
      getParentRoute,
      path: "/accept-invitation",
      beforeLoad: takeToken,
      component: lazyRouteComponent(() => import("../../features/session/AcceptPage"), "AcceptPage"),
    }),
    createRoute({
      getParentRoute,
      path: "/unlock",
      beforeLoad: takeToken,
      component: lazyRouteComponent(() => import("../../features/session/UnlockPage"), "UnlockPage"),
    }),
  ] as const;
}
