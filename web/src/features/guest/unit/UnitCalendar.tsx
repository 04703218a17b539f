import { Skeleton, Text, Title } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { takenNightsQuery } from "../../../api/calendar";
import type { Property } from "../../../api/properties";
import type { Unit } from "../../../api/units";
import { ErrorAlert } from "../../../components/ErrorAlert";
import { LazyStayCalendar } from "../../../components/stay/LazyStayCalendar";
import type { IsoDate } from "../../../format/dates";
import type { Stay } from "../../../format/stay";
import { t } from "../../../text/texts";
import { useStayLimits } from "../../session/stay-limits";

interface Props {
  unit: Unit;
  property: Property;
  stay: Stay | null;
  today: IsoDate;
  onChange: (stay: Stay | null) => void;
}

/** The calendar of a unit. Taken nights are crossed out, free ones can be selected. */
export function UnitCalendar({ unit, property, stay, today, onChange }: Props) {
  const taken = useQuery(takenNightsQuery(unit.id, today));
  const limits = useStayLimits(property);
  const isWide = useMediaQuery("(min-width: 75em)", false);
  return (
    <section aria-labelledby="when-free">
      <Title order={2} size="h4" mt="lg" mb={4} id="when-free">
        {t.guest.unit.when}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {t.guest.unit.legend}
      </Text>
      {taken.error && <ErrorAlert error={taken.error} onRetry={() => void taken.refetch()} />}
      {taken.isPending && <Skeleton h={352} w={(isWide ? 2 : 1) * 330} maw="100%" />}
      {taken.data && (
        <LazyStayCalendar
          stay={stay}
          onChange={onChange}
          today={today}
          taken={taken.data}
          months={isWide ? 2 : 1}
          limits={limits}
        />
      )}
    </section>
  );
}
