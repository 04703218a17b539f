import { Group } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { LinkAnchor } from "../../components/links";
import { unitsTexts } from "../../text/signed-in/units";

export function BackToUnits({ property }: { property: string | undefined }) {
  return (
    <LinkAnchor to="/units" search={{ property }} size="sm" style={{ alignSelf: "flex-start" }}>
      <Group gap={4}>
        <IconArrowLeft size={16} aria-hidden />
        {unitsTexts.back}
      </Group>
    </LinkAnchor>
  );
}
