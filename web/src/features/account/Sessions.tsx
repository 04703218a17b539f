import { Badge, Button, Group, Stack, Text, ThemeIcon } from "@mantine/core";
import { IconDeviceLaptop, IconDeviceMobile } from "@tabler/icons-react";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { confirmAction } from "../../components/confirm-action";
import { ErrorAlert } from "../../components/ErrorAlert";
import { PagedList } from "../../components/PagedList";
import { Section } from "../../components/Section";
import { formatMoment } from "../../format/dates";
import { accountTexts } from "../../text/signed-in/account";
import { switchUser } from "../session/session";
import { describeDevice } from "./device";
import { type Session, sessionsQuery, useEndSession, useSignOutEverywhere } from "./sessions";

export function Sessions() {
  const query = useInfiniteQuery(sessionsQuery);
  const cache = useQueryClient();
  const navigate = useNavigate();
  const signOutEverywhere = useSignOutEverywhere(async () => {
    await navigate({ to: "/sign-in" });
    switchUser(cache, null);
  });
  const endSession = useEndSession();
  const text = accountTexts.sessions;
  const sessions = query.data?.pages.flatMap((page) => page.sessions) ?? [];
  return (
    <Section
      title={text.title}
      actions={
        <Button
          variant="light"
          color="clay"
          loading={signOutEverywhere.isPending}
          onClick={() =>
            confirmAction({
              title: text.everywhereTitle,
              message: text.everywhereWhy,
              confirm: text.everywhere,
              onConfirm: () => signOutEverywhere.mutate(),
            })
          }
        >
          {text.everywhere}
        </Button>
      }
    >
      {(signOutEverywhere.error ?? endSession.error) && (
        <ErrorAlert error={signOutEverywhere.error ?? endSession.error} />
      )}
      <PagedList query={query} count={sessions.length} emptyMessage={text.empty}>
        {sessions.map((session) => (
          <SessionRow
            key={session.id}
            session={session}
            isEnding={endSession.isPending && endSession.variables.id === session.id}
            onEnd={() => endSession.mutate(session)}
          />
        ))}
      </PagedList>
    </Section>
  );
}

interface RowProps {
  session: Session;
  isEnding: boolean;
  onEnd: () => void;
}

function SessionRow({ session, isEnding, onEnd }: RowProps) {
  const text = accountTexts.sessions;
  const device = describeDevice(session.userAgent);
  const Icon = /Android|iPhone/.test(session.userAgent) ? IconDeviceMobile : IconDeviceLaptop;
  // In the time zone of the browser, because the user compares it with their own clock.
  const lastSeen = formatMoment(session.lastSeenAt, Intl.DateTimeFormat().resolvedOptions().timeZone);
  return (
    <Group wrap="nowrap" justify="space-between" py="xs">
      <Group wrap="nowrap" miw={0}>
        <ThemeIcon variant="light" size="lg" aria-hidden>
          <Icon size={20} />
        </ThemeIcon>
        <Stack gap={2} miw={0}>
          <Group gap="xs">
            <Text fw={600}>{device}</Text>
            {session.current && <Badge variant="light">{text.here}</Badge>}
          </Group>
          <Text size="sm" c="dimmed">
            {text.lastSeen(lastSeen)} {session.ip && text.from(session.ip)}
          </Text>
        </Stack>
      </Group>
      {!session.current && (
        <Button
          variant="default"
          size="xs"
          flex="none"
          loading={isEnding}
          onClick={onEnd}
          aria-label={text.endOf(device)}
        >
          {text.end}
        </Button>
      )}
    </Group>
  );
}
