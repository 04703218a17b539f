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
import { EverybodysSessions } from "./EverybodysSessions";
import { Invitations } from "./Invitations";
import { InviteModal } from "./InviteModal";
import { isRole, roleChoices, rolesInReach } from "./roles";
import { UserRow } from "./UserRow";
import { type UserFilters, usersQuery } from "./users";

export function PeoplePage() {
  const me = useMe();
  const filters = useSearch({ from: "/signed-in/people" });
  const list = useInfiniteQuery(usersQuery(filters));
  const [inviting, invite] = useDisclosure();
  const users = list.data?.pages.flatMap((page) => page.users) ?? [];
  return (
    <Stack gap="lg">
      <PageTitle
        actions={
          may(me, "invitations:write") && (
            <Button leftSection={<IconUserPlus size={18} aria-hidden />} onClick={invite.open}>
              {peopleTexts.invite}
            </Button>
          )
        }
      >
        {peopleTexts.title}
      </PageTitle>
      <Section title={peopleTexts.users}>
        <Filters filters={filters} />
        <PagedList query={list} count={users.length} emptyMessage={peopleTexts.empty}>
          {users.map((user) => (
            <UserRow key={user.id} user={user} />
          ))}
        </PagedList>
      </Section>
      {may(me, "invitations:read") && <Invitations />}
      {may(me, "sessions:end_everybodys") && <EverybodysSessions />}
      <InviteModal opened={inviting} onClose={invite.close} />
    </Stack>
  );
}

function Filters({ filters }: { filters: UserFilters }) {
  const me = useMe();
  const navigate = useNavigate();
  const text = peopleTexts.filters;
  const show = (wanted: UserFilters) =>
    void navigate({ to: "/people", search: { ...filters, ...wanted }, replace: true });
  return (
    <Group grow preventGrowOverflow={false}>
      <Select
        label={text.role}
        placeholder={text.all}
        clearable
        clearButtonProps={{ "aria-label": text.all }}
        data={roleChoices(rolesInReach(me))}
        value={filters.role ?? null}
        onChange={(role) => show({ role: isRole(role) ? role : undefined })}
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
        onChange={(active) => show({ active: active === null ? undefined : active === "true" })}
      />
    </Group>
  );
}
