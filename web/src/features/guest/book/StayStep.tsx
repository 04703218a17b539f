import { Alert, Button, Input, Paper, Skeleton, Stack, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { takenNightsQuery } from "../../../api/calendar";
import type { Unit } from "../../../api/units";
import { ErrorAlert } from "../../../components/ErrorAlert";
import { PartyFields } from "../../../components/stay/PartyFields";
import { PriceLines } from "../../../components/stay/PriceLines";
import { StayField } from "../../../components/stay/StayField";
import { useOffer } from "../../../components/stay/useOffer";
import type { IsoDate } from "../../../format/dates";
import type { Party, Stay, StayLimits } from "../../../format/stay";
import { t } from "../../../text/texts";

interface Props {
  unit: Unit;
  stay: Stay | null;
  party: Party;
  today: IsoDate;
  limits: StayLimits | undefined;
  onChange: (stay: Stay | null, party: Party) => void;
  onNext: () => void;
}

/** The first step: dates and party. */
export function StayStep({ unit, stay, party, today, limits, onChange, onNext }: Props) {
  const taken = useQuery(takenNightsQuery(unit.id, today));
  const offer = useOffer(unit, stay, party);
  return (
    <Paper withBorder p="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (offer.data) onNext();
        }}
      >
        <Stack>
          <Title order={2} size="h4">
            {t.guest.book.steps.stay}
          </Title>
          <StayField
            label={t.guest.stay.dates}
            stay={stay}
            today={today}
            limits={limits}
            onChange={(chosen) => onChange(chosen, party)}
            {...(taken.data ? { taken: taken.data } : {})}
          />
          <Input.Wrapper label={t.guest.search.who} labelElement="div">
            <PartyFields party={party} onChange={(chosen) => onChange(stay, chosen)} />
          </Input.Wrapper>
          {offer.tooMany && <Alert color="clay">{t.guest.unit.tooMany(unit.sleeps)}</Alert>}
          {offer.data === null && <Alert color="clay">{t.guest.unit.notFree}</Alert>}
          {offer.error && <ErrorAlert error={offer.error} onRetry={() => void offer.refetch()} />}
          {stay && offer.isFetching && !offer.data && <Skeleton h={120} />}
          {offer.data && <PriceLines lines={offer.data.priceLines} total={offer.data.total} />}
          <Button type="submit" size="md" disabled={!offer.data}>
            {t.guest.book.next}
          </Button>
        </Stack>
      </form>
    </Paper>
  );
}
