// The routes for guests. The search page is part of the main chunk, because most visitors start there.
import { type AnyRoute, createRoute, lazyRouteComponent } from "@tanstack/react-router";
import type { RawSearch } from "../../components/search-params";
import { readStaySearch } from "../../components/stay/stay-search";
import { readBookSearch } from "../../features/guest/book/book-search";
import { SearchPage } from "../../features/guest/search/SearchPage";

export function guestRoutes<Parent extends AnyRoute>(parent: Parent) {
  const getParentRoute = () => parent;
  return [
    createRoute({
      getParentRoute,
      path: "/",
      validateSearch: readStaySearch,
      component: SearchPage,
    }),
    createRoute({
      getParentRoute,
      path: "/units/$unitId",
      validateSearch: readStaySearch,
      component: lazyRouteComponent(() => import("../../features/guest/unit/UnitPage"), "UnitPage"),
    }),
    createRoute({
      getParentRoute,
      path: "/book/$unitId",
      validateSearch: readBookSearch,
      component: lazyRouteComponent(() => import("../../features/guest/book/BookPage"), "BookPage"),
    }),
    createRoute({
      getParentRoute,
      path: "/booked/$bookingId",
      validateSearch: (raw: RawSearch): { earlier?: true } => (raw.earlier === true ? { earlier: true } : {}),
      component: lazyRouteComponent(
        () => import("../../features/guest/mine/BookingDonePage"),
        "BookingDonePage",
      ),
    }),
    createRoute({
      getParentRoute,
      path: "/booking/$bookingId",
      component: lazyRouteComponent(() => import("../../features/guest/mine/MyBookingPage"), "MyBookingPage"),
    }),
    createRoute({
      getParentRoute,
      path: "/booking",
      component: lazyRouteComponent(
        () => import("../../features/guest/mine/OpenBookingPage"),
        "OpenBookingPage",
      ),
    }),
  ] as const;
}
