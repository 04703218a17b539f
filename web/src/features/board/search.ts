// The search params of the pages for staff.
import { type BookingFilters, isStatus, SORTS } from "../../api/bookings";
import { dateParam, idParam, type RawSearch, textParam } from "../../components/search-params";
import type { IsoDate } from "../../format/dates";

export const DAY_COUNTS = [14, 30, 60];

export interface BoardSearch {
  property?: string | undefined;
  from?: IsoDate | undefined;
  days?: number | undefined;
  booking?: string | undefined;
}

export interface DaySearch {
  property?: string | undefined;
  date?: IsoDate | undefined;
  booking?: string | undefined;
}

export type ListSearch = BookingFilters & { booking?: string | undefined };

export function boardSearch(raw: RawSearch): BoardSearch {
  const days = Number(raw.days);
  return {
    property: idParam(raw.property),
    from: dateParam(raw.from),
    days: DAY_COUNTS.includes(days) ? days : undefined,
    booking: idParam(raw.booking),
  };
}

export function daySearch(raw: RawSearch): DaySearch {
  return { property: idParam(raw.property), date: dateParam(raw.date), booking: idParam(raw.booking) };
}

export function listSearch(raw: RawSearch): ListSearch {
  return {
    q: textParam(raw.q),
    status: isStatus(raw.status) ? raw.status : undefined,
    sort: SORTS.find((sort) => sort === raw.sort),
    from: dateParam(raw.from),
    to: dateParam(raw.to),
    booking: idParam(raw.booking),
  };
}
