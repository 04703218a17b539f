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
  const query = useInfiniteQuery(mailsQuery(state));
  const retry = useRetryMail();
  const text = systemTexts.mails;
  const mails = query.data?.pages.flatMap((page) => page.mails) ?? [];
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
        onChange={(value) =>
          void navigate({
            to: "/system",
            search: { state: isMailState(value) ? value : undefined },
            replace: true,
          })
        }
      />
      {retry.error && <ErrorAlert error={retry.error} />}
      <PagedList query={query} count={mails.length} emptyMessage={text.empty}>
        {mails.map((mail) => (
          <MailRow
            key={mail.id}
            mail={mail}
            isRetrying={retry.isPending && retry.variables.id === mail.id}
            onRetry={() =>
              retry.mutate(mail, { onSuccess: () => notifications.show({ message: text.retried }) })
            }
          />
        ))}
      </PagedList>
    </Section>
  );
}

function MailRow({ mail, isRetrying, onRetry }: { mail: Mail; isRetrying: boolean; onRetry: () => void }) {
  const me = useMe();
  const timezone = useQuery(propertiesQuery).data?.[0]?.timezone ?? "UTC";
  const text = systemTexts.mails;
  const topics: Readonly<Record<string, string>> = text.topics;
  const isRetryable = mail.state === "WAITING" || mail.state === "DEAD";
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
          {mail.recipient ? text.to(mail.recipient) : text.nobody} · {formatMoment(mail.createdAt, timezone)}{" "}
          · {text.attempts(mail.attempts)}
        </Text>
        {mail.lastError && (
          <Text size="sm" style={{ overflowWrap: "anywhere" }}>
            {mail.lastError}
          </Text>
        )}
      </Stack>
      {isRetryable && may(me, "mails:retry") && (
        <Button variant="default" size="xs" loading={isRetrying} onClick={onRetry} style={{ flexShrink: 0 }}>
          {text.retry}
        </Button>
      )}
    </Group>
  );
}
