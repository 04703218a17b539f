import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body, type Schemas } from "../../api/client";
import { propertiesQuery } from "../../api/properties";

export function useChangeProperty(id: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: async (patch: Schemas["PropertyPatch"]) =>
      body(await api.PATCH("/api/properties/{property_id}", { params: { path: { property_id: id } }, body: patch }))
        .property,
    onSuccess: () => cache.invalidateQueries({ queryKey: propertiesQuery.queryKey }),
  });
}
