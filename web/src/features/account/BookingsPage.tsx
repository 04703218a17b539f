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

/** One's own bookings, narrowed and ordered by what stands in the address. */
export function BookingsPage() {
  const filters = useSearch({ from: "/signed-in/account/bookings" });
  const navigate = useNavigate({ from: "/account/bookings" });
  const sells = may(useMe(), "calendar:read");
  const list = useInfiniteQuery(bookingsQuery(filters));
  const wide = useMediaQuery("(min-width: 62em)", true);
  const text = accountTexts.bookings;
  const bookings = list.data?.pages.flatMap((page) => page.bookings) ?? [];
  const narrowed = Boolean(filters.q || filters.status || filters.from || filters.to);
  const change = (next: Filters) => void navigate({ search: (old) => ({ ...old, ...next }), replace: true });
  const List = wide ? BookingTable : BookingCards;
  return (
    <Stack gap="lg">
      <PageTitle
        actions={
          <Button component={Link} to={sells ? "/sell" : "/"} variant="light">
            {sells ? text.sell : text.find}
          </Button>
        }
      >
        {text.title}
      </PageTitle>
      <BookingFilters filters={filters} searches={sells} narrowed={narrowed} onChange={change} />
      <div style={{ opacity: list.isPlaceholderData ? 0.5 : 1 }} aria-busy={list.isPlaceholderData}>
        <PagedList
          query={list}
          count={bookings.length}
          emptyMessage={narrowed ? text.emptyFiltered : text.empty}
        >
          <List bookings={bookings} />
        </PagedList>
      </div>
    </Stack>
  );
}
