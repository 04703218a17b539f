import { Stack } from "@mantine/core";
import { PageTitle } from "../../components/PageTitle";
import { systemTexts } from "../../text/signed-in/system";
import { may, useMe } from "../session/session";
import { HealthFacts } from "./HealthFacts";
import { Mails } from "./Mails";
import { SystemStatus } from "./SystemStatus";

export function SystemPage() {
  const me = useMe();
  return (
    <Stack gap="lg">
      <PageTitle>{systemTexts.title}</PageTitle>
      <HealthFacts />
      {may(me, "system:read") && <SystemStatus />}
      <Mails />
    </Stack>
  );
}
