import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { Failure } from "../../components/Failure";
import { t } from "../../text/en";
import { Card } from "./Card";
import { isUseless, LinkUsed, LinkUseless } from "./LinkPage";
import { tokenOfPage } from "./link-token";
import { useUnlock } from "./links";

/** After too many wrong passwords: the link of the mail gives this browser a limit of its own. */
export function UnlockPage() {
  const unlock = useUnlock();
  const token = tokenOfPage();
  const text = t.session.unlock;
  if (unlock.isSuccess) return <LinkUsed title={text.done}>{text.doneText}</LinkUsed>;
  if (!token || isUseless(unlock.error)) {
    return (
      <LinkUseless title={text.title} error={unlock.error}>
        <Button component={Link} to="/forgot-password">
          {text.again}
        </Button>
      </LinkUseless>
    );
  }
  return (
    <Card title={text.title} why={text.why}>
      {unlock.error && <Failure error={unlock.error} />}
      <Button loading={unlock.isPending} onClick={() => unlock.mutate({ token })}>
        {text.submit}
      </Button>
    </Card>
  );
}
