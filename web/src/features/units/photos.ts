// Uploads, orders and removes the photos of a unit.
import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { invalidate, useApiMutation } from "../../api/cache";
import { api, body } from "../../api/client";
import { photoId } from "../../api/photos";
import { type Unit, unitQuery } from "../../api/units";
import { resizePhoto } from "./resize-photo";

export interface Upload {
  key: number;
  file: File;
  state: "waiting" | "shrinking" | "sending" | "unreadable" | "refused";
  error?: unknown;
}

async function postPhoto(unitId: string, picture: Blob): Promise<Unit> {
  const answer = await api.POST("/api/units/{unit_id}/photos", {
    params: { path: { unit_id: unitId } },
    // The OpenAPI document types a binary body as a string.
    body: picture as unknown as string,
    bodySerializer: (bytes) => bytes,
    headers: { "Content-Type": picture.type },
  });
  return body(answer).unit;
}

/** Uploads photos one after the other. Rejected photos stay in the list with the reason. */
export function usePhotoUpload(unitId: string) {
  const cache = useQueryClient();
  const [uploads, setUploads] = useState<Upload[]>([]);
  const nextKey = useRef(0);
  const queue = useRef(Promise.resolve());
  const update = (key: number, changes: Partial<Upload>) =>
    setUploads((all) => all.map((upload) => (upload.key === key ? { ...upload, ...changes } : upload)));
  const dismiss = (key: number) => setUploads((all) => all.filter((upload) => upload.key !== key));
  const run = async ({ key, file }: Upload) => {
    update(key, { state: "shrinking" });
    const picture = await resizePhoto(file);
    if (!picture) return update(key, { state: "unreadable" });
    update(key, { state: "sending" });
    try {
      cache.setQueryData(unitQuery(unitId).queryKey, await postPhoto(unitId, picture));
      void invalidate(cache, "POST /api/units/{unit_id}/photos");
      dismiss(key);
    } catch (error) {
      update(key, { state: "refused", error });
    }
  };
  const enqueue = (upload: Upload) => {
    queue.current = queue.current.then(() => run(upload));
  };
  const add = (chosen: File[]) => {
    const added = chosen.map((file): Upload => ({ key: nextKey.current++, file, state: "waiting" }));
    setUploads((all) => [...all, ...added]);
    added.forEach(enqueue);
  };
  const retry = (upload: Upload) => {
    update(upload.key, { state: "waiting", error: undefined });
    enqueue(upload);
  };
  const isBusy = uploads.some(
    ({ state }) => state === "waiting" || state === "shrinking" || state === "sending",
  );
  return { uploads, add, retry, dismiss, isBusy };
}

/** Orders the photos with an optimistic update, which an error reverts. */
export function useOrderPhotos(unit: Unit) {
  const cache = useQueryClient();
  const { queryKey } = unitQuery(unit.id);
  const mutationKey = ["photos", unit.id];
  return useApiMutation("PATCH /api/units/{unit_id}", {
    mutationKey,
    scope: { id: `photos of ${unit.id}` },
    mutationFn: async (photos: string[]) =>
      body(
        await api.PATCH("/api/units/{unit_id}", { params: { path: { unit_id: unit.id } }, body: { photos } }),
      ).unit,
    onMutate: async (photos) => {
      await cache.cancelQueries({ queryKey });
      const previous = cache.getQueryData(queryKey);
      if (previous) cache.setQueryData(queryKey, { ...previous, photos });
      return { previous };
    },
    onError: (_error, _photos, context) => {
      if (context?.previous) cache.setQueryData(queryKey, context.previous);
    },
    invalidatesOnError: () => true,
  });
}

export function useRemovePhoto(unit: Unit) {
  const cache = useQueryClient();
  return useApiMutation("DELETE /api/units/{unit_id}/photos/{photo_id}", {
    mutationFn: async (photo: string) => {
      const path = { unit_id: unit.id, photo_id: photoId(photo) };
      return body(await api.DELETE("/api/units/{unit_id}/photos/{photo_id}", { params: { path } })).unit;
    },
    onSuccess: (changed) => cache.setQueryData(unitQuery(unit.id).queryKey, changed),
  });
}
