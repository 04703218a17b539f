import { Outlet, useRouter } from "@tanstack/react-router";
import { useEffect } from "react";
import { useMe } from "../features/session/session";

/** Around every page that needs somebody: when nobody is left, the router asks to sign in and comes back here. */
export function SignedIn() {
  const me = useMe();
  const router = useRouter();
  useEffect(() => {
    if (!me) void router.invalidate();
  }, [me, router]);
  return me ? <Outlet /> : null;
}
