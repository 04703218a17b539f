import { Badge, Button, Group, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { propertiesQuery } from "../../api/properties";
import { ErrorAlert } from "../../components/ErrorAlert";
import { PagedList } from "../../components/PagedList";
import { Section } from "../../components/Section";
import { formatMoment } from "../../format/dates";
import { peopleTexts } from "../../text/signed-in/people";
import { t } from "../../text/texts";
import { may, useMe } from "../session/session";
import { invitationsQuery, useWithdrawInvitation } from "./invitations";

export function Invitations() {
  const me = useMe();
  const query = useInfiniteQuery(invitationsQuery);
  const withdraw = useWithdrawInvitation();
  const timezone = useQuery(propertiesQuery).data?.[0]?.timezone ?? "UTC";
  const text = peopleTexts.invitations;
  const invitations = query.data?.pages.flatMap((page) => page.invitations) ?? [];
  return (
    <Section title={text.title}>
      {withdraw.error && <ErrorAlert error={withdraw.error} />}
      <PagedList query={query} count={invitations.length} emptyMessage={text.empty}>
        {invitations.map((invitation) => (
          <Group
            key={invitation.id}
            component="article"
            aria-label={invitation.email}
            wrap="nowrap"
            justify="space-between"
            py="xs"
          >
            <Stack gap={2} miw={0}>
              <Group gap="xs">
                <Text fw={600}>{invitation.name}</Text>
                <Badge variant="light" color="gray">
                  {t.roles[invitation.role]}
                </Badge>
              </Group>
              <Text size="sm" style={{ overflowWrap: "anywhere" }}>
                {invitation.email}
              </Text>
              <Text size="sm" c="dimmed">
                {text.by(invitation.invitedBy)}, {text.until(formatMoment(invitation.expiresAt, timezone))}
              </Text>
            </Stack>
            {may(me, "invitations:write") && (
              <Button
                variant="default"
                size="xs"
                aria-label={text.withdrawOf(invitation.email)}
                loading={withdraw.isPending && withdraw.variables.id === invitation.id}
                onClick={() =>
                  withdraw.mutate(invitation, {
                    onSuccess: () =>
                      notifications.show({ message: peopleTexts.done.withdrawn(invitation.email) }),
                  })
                }
              >
                {text.withdraw}
              </Button>
            )}
          </Group>
        ))}
      </PagedList>
    </Section>
  );
}
