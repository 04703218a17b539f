import { Group, Progress, Skeleton, Stack, Text, Title } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { type Property, propertyQuery } from "../../../api/properties";
import { type Unit, unitQuery } from "../../../api/units";
import { ErrorAlert } from "../../../components/ErrorAlert";
import { LinkAnchor } from "../../../components/links";
import { TabTitle } from "../../../components/PageTitle";
import { SmallPicture } from "../../../components/picture/SmallPicture";
import { type Draft, type GuestInput, readDraft, saveDraft } from "../../../components/stay/draft";
import { partyOf, stayOf } from "../../../components/stay/stay-search";
import { todayIn } from "../../../format/dates";
import { t } from "../../../text/texts";
import { type Me, may, useMe } from "../../session/session";
import { useStayLimits } from "../../session/stay-limits";
import { type BookSearch, STEPS, type Step } from "./book-search";
import { GuestStep } from "./GuestStep";
import { ReviewStep } from "./ReviewStep";
import { StayStep } from "./StayStep";

/**
 * The booking form in three steps: stay, guest, review. The step is a search param, so the back button works.
 */
export function BookPage() {
  const { unitId } = useParams({ from: "/book/$unitId" });
  const unit = useQuery(unitQuery(unitId));
  const property = useQuery({
    ...propertyQuery(unit.data?.propertyId ?? ""),
    enabled: unit.data !== undefined,
  });
  const failedQuery = unit.error ? unit : property.error ? property : null;
  if (failedQuery && !property.data)
    return <ErrorAlert error={failedQuery.error} onRetry={() => void failedQuery.refetch()} />;
  if (!unit.data || !property.data) return <Skeleton h={420} maw={640} mx="auto" />;
  return <BookingActions key={unitId} unit={unit.data} property={property.data} />;
}

function BookingActions({ unit, property }: { unit: Unit; property: Property }) {
  const search = useSearch({ from: "/book/$unitId" });
  const navigate = useNavigate({ from: "/book/$unitId" });
  const me = useMe();
  const [draft, setDraft] = useState<Draft>(() => readDraft(unit.id, guestDefaults(me)));
  const [serverErrors, setServerErrors] = useState<Record<string, string>>({});
  const today = todayIn(property.timezone);
  const limits = useStayLimits(property);
  const stay = stayOf(search, today);
  const party = partyOf(search);
  const step: Step = stay ? (search.step ?? "stay") : "stay";
  const updateDraft = (next: Draft) => {
    setDraft(next);
    saveDraft(unit.id, next);
  };
  const updateSearch = (next: BookSearch, replace = false) =>
    void navigate({ search: { where: property.id, ...stay, ...party, ...next }, replace });
  const updateGuest = (next: GuestInput) => {
    setServerErrors({});
    updateDraft({ ...draft, ...next });
  };
  return (
    <Stack maw={640} mx="auto" gap="lg">
      <TabTitle>{t.guest.book.title(unit.name)}</TabTitle>
      <Heading unit={unit} step={step} search={{ where: property.id, ...stay, ...party }} />
      {step === "stay" && (
        <StayStep
          unit={unit}
          stay={stay}
          party={party}
          today={today}
          limits={limits}
          onChange={(nextStay, nextParty) =>
            void navigate({ search: { where: property.id, ...nextStay, ...nextParty, step }, replace: true })
          }
          onNext={() => updateSearch({ step: "guest" })}
        />
      )}
      {step === "guest" && (
        <GuestStep
          values={draft}
          serverErrors={serverErrors}
          onChange={updateGuest}
          onBack={() => updateSearch({ step: "stay" })}
          onNext={() => updateSearch({ step: "check" })}
        />
      )}
      {step === "check" && stay && (
        <ReviewStep
          unit={unit}
          property={property}
          stay={stay}
          party={party}
          draft={draft}
          onDraftChange={updateDraft}
          onStep={(to) => updateSearch({ step: to })}
          onStayChange={(chosen) => updateSearch({ ...chosen, step: "check" }, true)}
          onFieldErrors={(fields) => {
            setServerErrors(fields);
            updateSearch({ step: "guest" });
          }}
        />
      )}
    </Stack>
  );
}

/** The contact of the user, for the guest fields. Agents book for others, so they get none. */
function guestDefaults(me: Me | null): Partial<GuestInput> {
  if (!me || may(me, "calendar:read")) return {};
  return { name: me.name, email: me.email, phone: me.phone ?? "" };
}

function Heading({ unit, step, search }: { unit: Unit; step: Step; search: BookSearch }) {
  const number = STEPS.indexOf(step) + 1;
  return (
    <Stack gap="xs">
      <LinkAnchor to="/units/$unitId" params={{ unitId: unit.id }} search={search} size="sm">
        <Group gap={4}>
          <IconArrowLeft size={16} aria-hidden />
          {unit.name}
        </Group>
      </LinkAnchor>
      <Group wrap="nowrap" gap="md">
        <SmallPicture id={unit.id} name={unit.name} />
        <Title order={1} size="h2">
          {t.guest.book.title(unit.name)}
        </Title>
      </Group>
      <Progress
        value={(number / STEPS.length) * 100}
        size="sm"
        aria-label={t.guest.book.step(number, STEPS.length)}
      />
      <Text size="sm" c="dimmed" aria-live="polite">
        {t.guest.book.step(number, STEPS.length)}: {t.guest.book.steps[step]}
      </Text>
    </Stack>
  );
}
