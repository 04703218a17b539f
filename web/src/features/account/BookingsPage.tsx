import { Button, Stack } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { bookingsQuery, type BookingFilters as Filters } from "../../api/bookings";
import { PagedList } from "../../components/PagedList";
import { PageTitle } from "../../components/PageTitle";
import { accountTexts } from "../../text/signed-in/account";
import { may, useMe } from "../session/session";
import { BookingFilters } from "./BookingFilters";
import { BookingCards, BookingTable } from "./BookingList";

/** The user's own bookings, filtered and sorted by the search params. */
export function BookingsPage() {
  const filters = useSearch({ from: "/signed-in/account/bookings" });
  const navigate = useNavigate({ from: "/account/bookings" });
  const isAgent = may(useMe(), "calendar:read");
  const query = useInfiniteQuery(bookingsQuery(filters));
  const isWide = useMediaQuery("(min-width: 62em)", true);
  const text = accountTexts.bookings;
  const bookings = query.data?.pages.flatMap((page) => page.bookings) ?? [];
  const isFiltered = Boolean(filters.q || filters.status || filters.from || filters.to);
  const change = (next: Filters) => void navigate({ search: (old) => ({ ...old, ...next }), replace: true });
  const List = isWide ? BookingTable : BookingCards;
  return (
    <Stack gap="lg">
      <PageTitle
        actions={
          <Button component={Link} to={isAgent ? "/sell" : "/"} variant="light">
            {isAgent ? text.sell : text.find}
          </Button>
        }
      >
        {text.title}
      </PageTitle>
      <BookingFilters filters={filters} hasSearch={isAgent} isFiltered={isFiltered} onChange={change} />
      <div style={{ opacity: query.isPlaceholderData ? 0.5 : 1 }} aria-busy={query.isPlaceholderData}>
        <PagedList
          query={query}
          count={bookings.length}
          emptyMessage={isFiltered ? text.emptyFiltered : text.empty}
        >
          <List bookings={bookings} />
        </PagedList>
      </div>
    </Stack>
  );
}
