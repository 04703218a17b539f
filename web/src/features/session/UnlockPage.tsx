import { t } from "../../text/texts";
import { LinkClickPage } from "./LinkPage";
import { useUnlock } from "./links";

/** After too many wrong passwords: the link of the mail gives this browser a limit of its own. */
export function UnlockPage() {
  return <LinkClickPage words={t.session.unlock} use={useUnlock()} toAgain="/forgot-password" />;
}
