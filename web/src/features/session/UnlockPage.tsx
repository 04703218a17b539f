import { t } from "../../text/texts";
import { ConfirmLinkPage } from "./LinkPage";
import { useUnlock } from "./links";

/** Opened after too many wrong passwords. The link gives this browser its own limit of sign-in attempts. */
export function UnlockPage() {
  return <ConfirmLinkPage texts={t.session.unlock} mutation={useUnlock()} newLinkPath="/forgot-password" />;
}
