import { Anchor, Button, Card, Group, Stack, Table, Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { PagedList } from "../../components/PagedList";
import { PageTitle } from "../../components/PageTitle";
import { SearchField, useSearchInput } from "../../components/SearchField";
import { formatDate } from "../../format/dates";
import { guestsTexts } from "../../text/signed-in/guests";
import { Contact } from "./Contact";
import { GuestPanel } from "./GuestPanel";
import { type GuestsSearch, guestsQuery, type Person } from "./guests";

const words = guestsTexts;

/** Everybody who booked, found by name and contact; one of them beside the list. */
export function GuestsPage() {
  const search = useSearch({ from: "/signed-in/guests" });
  const navigate = useNavigate({ from: "/guests" });
  const list = useInfiniteQuery(guestsQuery(search.q));
  const phone = useMediaQuery("(max-width: 48em)");
  const go = (to: GuestsSearch) => void navigate({ search: (old) => ({ ...old, ...to }), replace: true });
  const people = list.data?.pages.flatMap((page) => page.guests) ?? [];
  const open = (guest: string) => go({ guest });
  return (
    <Stack gap="lg">
      <PageTitle>{words.title}</PageTitle>
      <Search q={search.q} onChange={(q) => go({ q })} />
      <PagedList query={list} count={people.length} emptyMessage={search.q ? words.noneFound : words.none}>
        {phone ? <Cards people={people} onOpen={open} /> : <Lines people={people} onOpen={open} />}
      </PagedList>
      <GuestPanel id={search.guest} onClose={() => go({ guest: undefined })} />
    </Stack>
  );
}

function Search({ q, onChange }: { q: string | undefined; onChange: (q: string | undefined) => void }) {
  const search = useSearchInput(q, onChange);
  const everybody = () => {
    search.clear();
    onChange(undefined);
  };
  return (
    <Group align="flex-end" gap="sm">
      <SearchField search={search} label={words.search} placeholder={words.searchHint} flex={1} maw={480} />
      {q && (
        <Button variant="subtle" onClick={everybody}>
          {words.clear}
        </Button>
      )}
    </Group>
  );
}

interface Listed {
  people: Person[];
  onOpen: (id: string) => void;
}

const day = (date: string | null) => (date ? formatDate(date) : words.never);

function Lines({ people, onOpen }: Listed) {
  return (
    <Table highlightOnHover verticalSpacing="sm" aria-label={words.title}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{words.name}</Table.Th>
          <Table.Th>{words.contact}</Table.Th>
          <Table.Th ta="right">{words.bookings}</Table.Th>
          <Table.Th>{words.lastStay}</Table.Th>
          <Table.Th>{words.nextStay}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {people.map((person) => (
          <Table.Tr key={person.id}>
            <Table.Td>
              <Anchor component="button" type="button" fw={600} ta="left" onClick={() => onOpen(person.id)}>
                {person.name}
              </Anchor>
            </Table.Td>
            <Table.Td>
              <Contact guest={person} />
            </Table.Td>
            <Table.Td ta="right">{person.bookings}</Table.Td>
            <Table.Td style={{ whiteSpace: "nowrap" }}>{day(person.lastStay)}</Table.Td>
            <Table.Td style={{ whiteSpace: "nowrap" }}>{day(person.nextStay)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Cards({ people, onOpen }: Listed) {
  return people.map((person) => (
    <Card key={person.id} withBorder padding="md">
      <Stack gap={6}>
        <Group justify="space-between" wrap="nowrap" align="flex-start">
          <Anchor component="button" type="button" fw={650} ta="left" onClick={() => onOpen(person.id)}>
            {person.name}
          </Anchor>
          <Text size="sm" c="dimmed" style={{ whiteSpace: "nowrap" }}>
            {words.counted(person.bookings)}
          </Text>
        </Group>
        <Contact guest={person} />
        {person.nextStay && <Text size="sm">{words.next(formatDate(person.nextStay))}</Text>}
        {person.lastStay && <Text size="sm">{words.last(formatDate(person.lastStay))}</Text>}
      </Stack>
    </Card>
  ));
}
