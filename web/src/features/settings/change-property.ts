import { useApiMutation } from "../../api/cache";
import { api, body, type Schemas } from "../../api/client";

export function useChangeProperty(id: string) {
  return useApiMutation("PATCH /api/properties/{property_id}", {
    mutationFn: async (patch: Schemas["PropertyPatch"]) =>
      body(
        await api.PATCH("/api/properties/{property_id}", {
          params: { path: { property_id: id } },
          body: patch,
        }),
      ).property,
    awaitsRefetch: true,
  });
}
