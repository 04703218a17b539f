import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, body, type Schemas } from "../../api/client";
import { endOfDay, startOfDay } from "../../format/day-bounds";

export type AuditEvent = Schemas["AuditEventOut"];

/** The filters of the audit trail. Dates are in the time zone of the property. */
export interface TrailFilters {
  actor?: string | undefined;
  action?: string | undefined;
  entity?: string | undefined;
  entityId?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

export function trailQuery(filters: TrailFilters, timezone: string | undefined) {
  return infiniteQueryOptions({
    queryKey: ["audit", filters, timezone ?? null],
    queryFn: async ({ pageParam }) =>
      body(
        await api.GET("/api/audit", {
          params: { query: { ...toQuery(filters, timezone ?? "UTC"), cursor: pageParam } },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.page.next,
    // The bounds of a date depend on the time zone.
    enabled: timezone !== undefined,
  });
}

function toQuery({ actor, action, entity, entityId, from, to }: TrailFilters, timezone: string) {
  return {
    actor: actor ?? null,
    action: action ?? null,
    entity: entity ?? null,
    entityId: entityId ?? null,
    from: from ? startOfDay(from, timezone) : null,
    to: to ? endOfDay(to, timezone) : null,
  };
}
