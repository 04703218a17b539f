import { Badge, Grid, Group, Skeleton, Stack, Text, Title } from "@mantine/core";
import { IconArrowLeft, IconClock, IconUsers } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { type Property, propertyQuery } from "../../../api/properties";
import { type Unit, unitQuery } from "../../../api/units";
import { ErrorAlert } from "../../../components/ErrorAlert";
import { LinkAnchor } from "../../../components/links";
import { TabTitle } from "../../../components/PageTitle";
import { partyOf, stayOf } from "../../../components/stay/stay-search";
import { todayIn } from "../../../format/dates";
import { t } from "../../../text/texts";
import { may, useMe } from "../../session/session";
import { Pictures } from "./Pictures";
import { UnitCalendar } from "./UnitCalendar";
import { YourStay } from "./YourStay";

/** The page of a unit: its description, its calendar, and the price of a stay. */
export function UnitPage() {
  const { unitId } = useParams({ from: "/units/$unitId" });
  const unit = useQuery(unitQuery(unitId));
  const property = useQuery({
    ...propertyQuery(unit.data?.propertyId ?? ""),
    enabled: unit.data !== undefined,
  });
  const failedQuery = unit.error ? unit : property.error ? property : null;
  if (failedQuery) return <ErrorAlert error={failedQuery.error} onRetry={() => void failedQuery.refetch()} />;
  if (!unit.data || !property.data) return <Loading />;
  return <UnitDetails unit={unit.data} property={property.data} />;
}

function UnitDetails({ unit, property }: { unit: Unit; property: Property }) {
  const search = useSearch({ from: "/units/$unitId" });
  const navigate = useNavigate({ from: "/units/$unitId" });
  const today = todayIn(property.timezone);
  const stay = stayOf(search, today);
  const party = partyOf(search);
  const updateSearch = (next: typeof search) =>
    void navigate({ search: next, replace: true, resetScroll: false });
  return (
    <Stack gap="lg">
      <TabTitle>{unit.name}</TabTitle>
      <LinkAnchor to="/" search={{ where: property.id, ...stay, ...party }} size="sm">
        <Group gap={4}>
          <IconArrowLeft size={16} aria-hidden />
          {t.guest.unit.back}
        </Group>
      </LinkAnchor>
      <Pictures unit={unit} />
      <Grid gap={{ base: "lg", md: "xl" }}>
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Facts unit={unit} property={property} />
          <UnitCalendar
            unit={unit}
            property={property}
            stay={stay}
            today={today}
            onChange={(chosen) => updateSearch({ ...chosen, ...party })}
          />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <YourStay
            unit={unit}
            property={property}
            stay={stay}
            party={party}
            onPartyChange={(chosen) => updateSearch({ ...stay, ...chosen })}
          />
        </Grid.Col>
      </Grid>
    </Stack>
  );
}

function Facts({ unit, property }: { unit: Unit; property: Property }) {
  const me = useMe();
  return (
    <Stack>
      <Group justify="space-between" align="flex-start">
        <div>
          <Title order={1}>{unit.name}</Title>
          <Text c="dimmed">{property.name}</Text>
        </div>
        {may(me, "units:write") && (
          <LinkAnchor to="/units/$unitId/edit" params={{ unitId: unit.id }}>
            {t.guest.unit.edit}
          </LinkAnchor>
        )}
      </Group>
      <Group gap="lg">
        <Fact icon={<IconUsers size={18} aria-hidden />}>{t.guest.sleeps(unit.sleeps)}</Fact>
        <Fact icon={<IconClock size={18} aria-hidden />}>{t.guest.unit.checkIn(property.checkInTime)}</Fact>
        <Fact icon={<IconClock size={18} aria-hidden />}>{t.guest.unit.checkOut(property.checkOutTime)}</Fact>
      </Group>
      {unit.description && (
        <section>
          <Title order={2} size="h4" mb={4}>
            {t.guest.unit.about}
          </Title>
          <Text style={{ whiteSpace: "pre-line" }}>{unit.description}</Text>
        </section>
      )}
      {unit.amenities.length > 0 && (
        <section>
          <Title order={2} size="h4" mb={8}>
            {t.guest.unit.facilities}
          </Title>
          <Group gap="xs" component="ul" p={0} m={0} style={{ listStyle: "none" }}>
            {unit.amenities.map((amenity) => (
              <Badge key={amenity} component="li" variant="default" size="lg" tt="none" fw={500}>
                {amenity}
              </Badge>
            ))}
          </Group>
        </section>
      )}
    </Stack>
  );
}

function Fact({ icon, children }: { icon: React.ReactNode; children: string }) {
  return (
    <Group gap={6} wrap="nowrap">
      {icon}
      <Text size="sm">{children}</Text>
    </Group>
  );
}

function Loading() {
  return (
    <Stack gap="lg" role="status" aria-busy="true" aria-label={t.loading}>
      <Skeleton h={20} w={160} />
      <Skeleton h={{ base: 220, sm: 360 }} />
      <Skeleton h={60} w={360} maw="100%" />
      <Skeleton h={200} />
    </Stack>
  );
}
