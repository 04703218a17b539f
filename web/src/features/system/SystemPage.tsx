import { Stack } from "@mantine/core";
import { PageTitle } from "../../components/PageTitle";
import { t } from "../../text/texts";
import { useMe } from "../session/session";
import { HealthFacts } from "./HealthFacts";
import { Mails } from "./Mails";
import { Running } from "./Running";

export function SystemPage() {
  const me = useMe();
  return (
    <Stack gap="lg">
      <PageTitle>{t.system.title}</PageTitle>
      <HealthFacts />
      {me?.permissions.includes("system:read") && <Running />}
      <Mails />
    </Stack>
  );
}
