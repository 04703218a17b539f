import { t } from "../../text/texts";
import { ChoosePasswordPage } from "./ChoosePasswordPage";
import { useVerify } from "./links";

/** Completes a registration: whoever opens the link has proven the address and chooses the password. */
export function VerifyPage() {
  return <ChoosePasswordPage texts={t.session.verify} mutation={useVerify()} newLinkPath="/register" />;
}
