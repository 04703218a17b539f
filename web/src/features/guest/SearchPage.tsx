import { Title } from "@mantine/core";
import { t } from "../../text/en";

export function SearchPage() {
  return <Title order={1}>{t.nav.search}</Title>;
}
