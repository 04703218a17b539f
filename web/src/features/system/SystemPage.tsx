import { Stack } from "@mantine/core";
import { PageTitle } from "../../components/PageTitle";
import { t } from "../../text/en";
import { HealthFacts } from "./HealthFacts";
import { Mails } from "./Mails";

export function SystemPage() {
  return (
    <Stack gap="lg">
      <PageTitle>{t.system.title}</PageTitle>
      <HealthFacts />
      <Mails />
    </Stack>
  );
}
