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

const texts = guestsTexts;

/** The guests of all bookings, with a search, and a panel for one of them. */
export function GuestsPage() {
  const search = useSearch({ from: "/signed-in/guests" });
  const navigate = useNavigate({ from: "/guests" });
  const query = useInfiniteQuery(guestsQuery(search.q));
  const isPhone = useMediaQuery("(max-width: 48em)");
  const updateSearch = (to: GuestsSearch) =>
    void navigate({ search: (old) => ({ ...old, ...to }), replace: true });
  const people = query.data?.pages.flatMap((page) => page.guests) ?? [];
  const open = (guest: string) => updateSearch({ guest });
  return (
    <Stack gap="lg">
      <PageTitle>{texts.title}</PageTitle>
      <Search q={search.q} onChange={(q) => updateSearch({ q })} />
      <PagedList query={query} count={people.length} emptyMessage={search.q ? texts.noneFound : texts.none}>
        {isPhone ? (
          <GuestCards people={people} onOpen={open} />
        ) : (
          <GuestTable people={people} onOpen={open} />
        )}
      </PagedList>
      <GuestPanel id={search.guest} onClose={() => updateSearch({ guest: undefined })} />
    </Stack>
  );
}

function Search({ q, onChange }: { q: string | undefined; onChange: (q: string | undefined) => void }) {
  const search = useSearchInput(q, onChange);
  const clear = () => {
    search.clear();
    onChange(undefined);
  };
  return (
    <Group align="flex-end" gap="sm">
      <SearchField search={search} label={texts.search} placeholder={texts.searchHint} flex={1} maw={480} />
      {q && (
        <Button variant="subtle" onClick={clear}>
          {texts.clear}
        </Button>
      )}
    </Group>
  );
}

interface ListProps {
  people: Person[];
  onOpen: (id: string) => void;
}

const dateText = (date: string | null) => (date ? formatDate(date) : texts.never);

function GuestTable({ people, onOpen }: ListProps) {
  return (
    <Table highlightOnHover verticalSpacing="sm" aria-label={texts.title}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{texts.name}</Table.Th>
          <Table.Th>{texts.contact}</Table.Th>
          <Table.Th ta="right">{texts.bookings}</Table.Th>
          <Table.Th>{texts.lastStay}</Table.Th>
          <Table.Th>{texts.nextStay}</Table.Th>
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
            <Table.Td style={{ whiteSpace: "nowrap" }}>{dateText(person.lastStay)}</Table.Td>
            <Table.Td style={{ whiteSpace: "nowrap" }}>{dateText(person.nextStay)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function GuestCards({ people, onOpen }: ListProps) {
  return people.map((person) => (
    <Card key={person.id} withBorder padding="md">
      <Stack gap={6}>
        <Group justify="space-between" wrap="nowrap" align="flex-start">
          <Anchor component="button" type="button" fw={650} ta="left" onClick={() => onOpen(person.id)}>
            {person.name}
          </Anchor>
          <Text size="sm" c="dimmed" style={{ whiteSpace: "nowrap" }}>
            {texts.counted(person.bookings)}
          </Text>
        </Group>
        <Contact guest={person} />
        {person.nextStay && <Text size="sm">{texts.next(formatDate(person.nextStay))}</Text>}
        {person.lastStay && <Text size="sm">{texts.last(formatDate(person.lastStay))}</Text>}
      </Stack>
    </Card>
  ));
}
