import { t } from "../../text/texts";
import { LinkClickPage } from "./LinkPage";
import { useVerify } from "./links";

/** The link of the mail proves the address, and the account exists. */
export function VerifyPage() {
  return <LinkClickPage words={t.session.verify} use={useVerify()} toAgain="/register" />;
}
