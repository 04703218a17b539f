import { Alert, Paper, Skeleton, Stack, Text, Title } from "@mantine/core";
import type { Property } from "../../../api/properties";
import type { Unit } from "../../../api/units";
import { ErrorAlert } from "../../../components/ErrorAlert";
import { LinkButton } from "../../../components/links";
import { formatStay } from "../../../components/stay/format-stay";
import { PartyFields } from "../../../components/stay/PartyFields";
import { PriceLines } from "../../../components/stay/PriceLines";
import { useOffer } from "../../../components/stay/useOffer";
import { nightsBetween } from "../../../format/dates";
import { formatMoney } from "../../../format/money";
import type { Party, Stay } from "../../../format/stay";
import { t } from "../../../text/texts";
import classes from "./YourStay.module.css";

interface Props {
  unit: Unit;
  property: Property;
  stay: Stay | null;
  party: Party;
  onPartyChange: (party: Party) => void;
}

/** The selected stay with its price, and the link to the booking form. */
export function YourStay({ unit, property, stay, party, onPartyChange }: Props) {
  const offer = useOffer(unit, stay, party);
  return (
    <Paper withBorder p="lg" className={classes.panel} component="section" aria-labelledby="your-stay">
      <Stack>
        <div>
          <Title order={2} size="h4" id="your-stay">
            {t.guest.unit.yourStay}
          </Title>
          <Text>
            <b>{formatMoney(unit.price)}</b> {t.guest.search.perNight}
          </Text>
        </div>
        <PartyFields party={party} onChange={onPartyChange} />
        {stay ? (
          <Text fw={600} aria-live="polite">
            {formatStay(stay)} ({t.guest.nights(nightsBetween(stay.checkIn, stay.checkOut))})
          </Text>
        ) : (
          <Text c="dimmed">{t.guest.unit.chooseDates}</Text>
        )}
        {offer.tooMany && <Alert color="clay">{t.guest.unit.tooMany(unit.sleeps)}</Alert>}
        {offer.error && <ErrorAlert error={offer.error} onRetry={() => void offer.refetch()} />}
        {offer.data === null && <Alert color="clay">{t.guest.unit.notFree}</Alert>}
        {stay && offer.isFetching && !offer.data && <Skeleton h={120} />}
        {stay && offer.data && (
          <>
            <PriceLines lines={offer.data.priceLines} total={offer.data.total} />
            <LinkButton
              to="/book/$unitId"
              params={{ unitId: unit.id }}
              search={{ where: property.id, ...stay, ...party }}
              size="md"
              fullWidth
            >
              {t.guest.unit.book}
            </LinkButton>
          </>
        )}
      </Stack>
    </Paper>
  );
}
