import { Badge, Button, Group, Select, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { propertiesQuery } from "../../api/properties";
import { ErrorAlert } from "../../components/ErrorAlert";
import { PagedList } from "../../components/PagedList";
import { Section } from "../../components/Section";
import { formatMoment } from "../../format/dates";
import { systemTexts } from "../../text/signed-in/system";
import { may, useMe } from "../session/session";
import { isMailState, type Mail, mailsQuery, STATES, useRetryMail } from "./mails";

export function Mails() {
  const { state } = useSearch({ from: "/signed-in/system" });
  const navigate = useNavigate();
  const list = useInfiniteQuery(mailsQuery(state));
  const retry = useRetryMail();
  const text = systemTexts.mails;
  const mails = list.data?.pages.flatMap((page) => page.mails) ?? [];
  return (
    <Section title={text.title}>
      <Select
        label={text.state}
        placeholder={text.all}
        maw={240}
        clearable
        clearButtonProps={{ "aria-label": text.all }}
        data={STATES.map((value) => ({ value, label: text.states[value] }))}
        value={state ?? null}
        onChange={(wanted) =>
          void navigate({
            to: "/system",
            search: { state: isMailState(wanted) ? wanted : undefined },
            replace: true,
          })
        }
      />
      {retry.error && <ErrorAlert error={retry.error} />}
      <PagedList query={list} count={mails.length} emptyMessage={text.empty}>
        {mails.map((mail) => (
          <MailRow
            key={mail.id}
            mail={mail}
            busy={retry.isPending && retry.variables.id === mail.id}
            onRetry={() =>
              retry.mutate(mail, { onSuccess: () => notifications.show({ message: text.retried }) })
            }
          />
        ))}
      </PagedList>
    </Section>
  );
}

function MailRow({ mail, busy, onRetry }: { mail: Mail; busy: boolean; onRetry: () => void }) {
  const me = useMe();
  const zone = useQuery(propertiesQuery).data?.[0]?.timezone ?? "UTC";
  const text = systemTexts.mails;
  const topics: Readonly<Record<string, string>> = text.topics;
  const open = mail.state === "WAITING" || mail.state === "DEAD";
  return (
    <Group
      component="article"
      aria-label={topics[mail.topic] ?? mail.topic}
      wrap="nowrap"
      justify="space-between"
      py="xs"
    >
      <Stack gap={2} miw={0}>
        <Group gap="xs">
          <Text fw={600}>{topics[mail.topic] ?? mail.topic}</Text>
          <Badge
            variant="light"
            color={mail.state === "DEAD" ? "clay" : mail.state === "DELIVERED" ? "forest" : "gray"}
          >
            {text.states[mail.state]}
          </Badge>
        </Group>
        <Text size="sm" c="dimmed" style={{ overflowWrap: "anywhere" }}>
          {mail.recipient ? text.to(mail.recipient) : text.nobody} · {formatMoment(mail.createdAt, zone)} ·{" "}
          {text.attempts(mail.attempts)}
        </Text>
        {mail.lastError && (
          <Text size="sm" style={{ overflowWrap: "anywhere" }}>
            {mail.lastError}
          </Text>
        )}
      </Stack>
      {open && may(me, "mails:retry") && (
        <Button variant="default" size="xs" loading={busy} onClick={onRetry} style={{ flexShrink: 0 }}>
          {text.retry}
        </Button>
      )}
    </Group>
  );
}
