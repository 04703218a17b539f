import { Group } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { LinkAnchor } from "../../components/links";
import { t } from "../../text/texts";

export function BackToUnits({ property }: { property: string | undefined }) {
  return (
    <LinkAnchor to="/units" search={{ property }} size="sm" style={{ alignSelf: "flex-start" }}>
      <Group gap={4}>
        <IconArrowLeft size={16} aria-hidden />
        {t.units.back}
      </Group>
    </LinkAnchor>
  );
}
