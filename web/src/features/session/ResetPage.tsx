import { t } from "../../text/texts";
import { ChoosePasswordPage } from "./ChoosePasswordPage";
import { useReset } from "./links";

export function ResetPage() {
  return <ChoosePasswordPage texts={t.session.reset} mutation={useReset()} newLinkPath="/forgot-password" />;
}
