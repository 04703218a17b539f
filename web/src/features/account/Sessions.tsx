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
import { deviceOf } from "./device";
import { type Session, sessionsQuery, useEndSession, useSignOutEverywhere } from "./sessions";

export function Sessions() {
  const list = useInfiniteQuery(sessionsQuery);
  const cache = useQueryClient();
  const navigate = useNavigate();
  const everywhere = useSignOutEverywhere(async () => {
    await navigate({ to: "/sign-in" });
    switchUser(cache, null);
  });
  const end = useEndSession();
  const text = accountTexts.sessions;
  const sessions = list.data?.pages.flatMap((page) => page.sessions) ?? [];
  return (
    <Section
      title={text.title}
      actions={
        <Button
          variant="light"
          color="clay"
          loading={everywhere.isPending}
          onClick={() =>
            confirmAction({
              title: text.everywhereTitle,
              message: text.everywhereWhy,
              confirm: text.everywhere,
              onConfirm: () => everywhere.mutate(),
            })
          }
        >
          {text.everywhere}
        </Button>
      }
    >
      {(everywhere.error ?? end.error) && <ErrorAlert error={everywhere.error ?? end.error} />}
      <PagedList query={list} count={sessions.length} emptyMessage={text.empty}>
        {sessions.map((session) => (
          <SessionRow
            key={session.id}
            session={session}
            ending={end.isPending && end.variables.id === session.id}
            onEnd={() => end.mutate(session)}
          />
        ))}
      </PagedList>
    </Section>
  );
}

interface Row {
  session: Session;
  ending: boolean;
  onEnd: () => void;
}

function SessionRow({ session, ending, onEnd }: Row) {
  const text = accountTexts.sessions;
  const device = deviceOf(session.userAgent);
  const Icon = /Android|iPhone/.test(session.userAgent) ? IconDeviceMobile : IconDeviceLaptop;
  // When somebody used their own device is told in the time that their clock shows.
  const seen = formatMoment(session.lastSeenAt, Intl.DateTimeFormat().resolvedOptions().timeZone);
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
            {text.lastSeen(seen)} {session.ip && text.from(session.ip)}
          </Text>
        </Stack>
      </Group>
      {!session.current && (
        <Button
          variant="default"
          size="xs"
          flex="none"
          loading={ending}
          onClick={onEnd}
          aria-label={text.endOf(device)}
        >
          {text.end}
        </Button>
      )}
    </Group>
  );
}
