import { Badge, Card, Group, Stack, Text, Title } from "@mantine/core";
import { IconUsers } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { Unit } from "../../../api/units";
import { LinkAnchor } from "../../../components/links";
import { UnitPicture } from "../../../components/picture/UnitPicture";
import type { StaySearch } from "../../../components/stay/stay-search";
import { t } from "../../../text/texts";
import { CARD_WIDTHS } from "./card-widths";
import classes from "./UnitCard.module.css";

const MAX_AMENITIES = 4;

interface Props {
  unit: Unit;
  search: StaySearch;
  price: ReactNode;
  /** Whether this is the first card. The browser loads its picture first. */
  priority?: boolean;
}

/** A unit in a list. The whole card links to its page. */
export function UnitCard({ unit, search, price, priority = false }: Props) {
  return (
    <Card component="li" withBorder padding="md" className={classes.card} aria-labelledby={`unit-${unit.id}`}>
      <Card.Section>
        <UnitPicture unit={unit} sizes={CARD_WIDTHS} priority={priority} />
      </Card.Section>
      <Stack gap="xs" mt="md" flex={1}>
        <Group justify="space-between" wrap="nowrap" align="baseline">
          <Title order={3} size="h4" id={`unit-${unit.id}`}>
            <LinkAnchor
              to="/units/$unitId"
              params={{ unitId: unit.id }}
              search={search}
              c="inherit"
              inherit
              underline="hover"
              className={classes.link}
            >
              {unit.name}
            </LinkAnchor>
          </Title>
          <Group gap={4} wrap="nowrap">
            <IconUsers size={16} aria-hidden />
            <Text size="sm" style={{ whiteSpace: "nowrap" }}>
              {t.guest.sleeps(unit.sleeps)}
            </Text>
          </Group>
        </Group>
        <Text size="sm" c="dimmed" lineClamp={2} mih="2lh">
          {unit.description}
        </Text>
        <Group gap={6} mih={20}>
          {unit.amenities.slice(0, MAX_AMENITIES).map((amenity) => (
            <Badge key={amenity} variant="default" tt="none" fw={500}>
              {amenity}
            </Badge>
          ))}
        </Group>
        <div className={classes.price}>{price}</div>
      </Stack>
    </Card>
  );
}
