import { Outlet, useRouter } from "@tanstack/react-router";
import { useEffect } from "react";
import { useMe } from "../features/session/session";

/**
 * Wraps the pages that need a signed-in user. When the user is signed out, the router shows the sign-in page.
 */
export function RequireSignIn() {
  const me = useMe();
  const router = useRouter();
  useEffect(() => {
    if (!me) void router.invalidate();
  }, [me, router]);
  return me ? <Outlet /> : null;
}
