import { t } from "../../text/texts";
import { ConfirmLinkPage } from "./LinkPage";
import { useVerify } from "./links";

/** Completes a registration by verifying the e-mail address. */
export function VerifyPage() {
  return <ConfirmLinkPage texts={t.session.verify} mutation={useVerify()} newLinkPath="/register" />;
}
