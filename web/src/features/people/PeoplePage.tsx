import { Button, Group, Select, Stack } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconUserPlus } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { PagedList } from "../../components/PagedList";
import { PageTitle } from "../../components/PageTitle";
import { Section } from "../../components/Section";
import { peopleTexts } from "../../text/signed-in/people";
import { may, useMe } from "../session/session";
import { EndAllSessions } from "./EndAllSessions";
import { Invitations } from "./Invitations";
import { InviteModal } from "./InviteModal";
import { assignableRoles, isRole, roleOptions } from "./roles";
import { UserRow } from "./UserRow";
import { type UserFilters, usersQuery } from "./users";

export function PeoplePage() {
  const me = useMe();
  const filters = useSearch({ from: "/signed-in/people" });
  const query = useInfiniteQuery(usersQuery(filters));
  const [isInviteOpen, inviteModal] = useDisclosure();
  const users = query.data?.pages.flatMap((page) => page.users) ?? [];
  return (
    <Stack gap="lg">
      <PageTitle
        actions={
          may(me, "invitations:write") && (
            <Button leftSection={<IconUserPlus size={18} aria-hidden />} onClick={inviteModal.open}>
              {peopleTexts.invite}
            </Button>
          )
        }
      >
        {peopleTexts.title}
      </PageTitle>
      <Section title={peopleTexts.users}>
        <Filters filters={filters} />
        <PagedList query={query} count={users.length} emptyMessage={peopleTexts.empty}>
          {users.map((user) => (
            <UserRow key={user.id} user={user} />
          ))}
        </PagedList>
      </Section>
      {may(me, "invitations:read") && <Invitations />}
      {may(me, "sessions:end_everybodys") && <EndAllSessions />}
      <InviteModal opened={isInviteOpen} onClose={inviteModal.close} />
    </Stack>
  );
}

function Filters({ filters }: { filters: UserFilters }) {
  const me = useMe();
  const navigate = useNavigate();
  const text = peopleTexts.filters;
  const update = (changed: UserFilters) =>
    void navigate({ to: "/people", search: { ...filters, ...changed }, replace: true });
  return (
    <Group grow preventGrowOverflow={false}>
      <Select
        label={text.role}
        placeholder={text.all}
        clearable
        clearButtonProps={{ "aria-label": text.all }}
        data={roleOptions(assignableRoles(me))}
        value={filters.role ?? null}
        onChange={(role) => update({ role: isRole(role) ? role : undefined })}
      />
      <Select
        label={text.active}
        placeholder={text.all}
        clearable
        clearButtonProps={{ "aria-label": text.all }}
        data={[
          { value: "true", label: text.activeOnly },
          { value: "false", label: text.inactiveOnly },
        ]}
        value={filters.active === undefined ? null : String(filters.active)}
        onChange={(active) => update({ active: active === null ? undefined : active === "true" })}
      />
    </Group>
  );
}
