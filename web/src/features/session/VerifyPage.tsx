import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { Failure } from "../../components/Failure";
import { t } from "../../text/en";
import { Card } from "./Card";
import { isUseless, LinkUsed, LinkUseless } from "./LinkPage";
import { tokenOfPage } from "./link-token";
import { useVerify } from "./links";

/** A button and not the opening itself uses the link: programs that look into mails open links too. */
export function VerifyPage() {
  const verify = useVerify();
  const token = tokenOfPage();
  const text = t.session.verify;
  if (verify.isSuccess) return <LinkUsed title={text.done}>{text.doneText}</LinkUsed>;
  if (!token || isUseless(verify.error)) {
    return (
      <LinkUseless title={text.title} error={verify.error}>
        <Button component={Link} to="/register">
          {text.again}
        </Button>
      </LinkUseless>
    );
  }
  return (
    <Card title={text.title} why={text.why}>
      {verify.error && <Failure error={verify.error} />}
      <Button loading={verify.isPending} onClick={() => verify.mutate({ token })}>
        {text.submit}
      </Button>
    </Card>
  );
}
