// Uploads, orders and removes the photos of a unit.
import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { invalidate, useApiMutation } from "../../api/cache";
import { api, body } from "../../api/client";
import { photoId } from "../../api/photos";
import { type Unit, unitQuery } from "../../api/units";
import { shrunk } from "./shrink";

export interface Sent {
  key: number;
  file: File;
  state: "waiting" | "shrinking" | "sending" | "unreadable" | "refused";
  error?: unknown;
}

async function send(unitId: string, picture: Blob): Promise<Unit> {
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
export function useSending(unitId: string) {
  const cache = useQueryClient();
  const [files, setFiles] = useState<Sent[]>([]);
  const next = useRef(0);
  const line = useRef(Promise.resolve());
  const tell = (key: number, news: Partial<Sent>) =>
    setFiles((all) => all.map((one) => (one.key === key ? { ...one, ...news } : one)));
  const dismiss = (key: number) => setFiles((all) => all.filter((one) => one.key !== key));
  const work = async ({ key, file }: Sent) => {
    tell(key, { state: "shrinking" });
    const picture = await shrunk(file);
    if (!picture) return tell(key, { state: "unreadable" });
    tell(key, { state: "sending" });
    try {
      cache.setQueryData(unitQuery(unitId).queryKey, await send(unitId, picture));
      void invalidate(cache, "POST /api/units/{unit_id}/photos");
      dismiss(key);
    } catch (error) {
      tell(key, { state: "refused", error });
    }
  };
  const enqueue = (sent: Sent) => {
    line.current = line.current.then(() => work(sent));
  };
  const add = (chosen: File[]) => {
    const added = chosen.map((file): Sent => ({ key: next.current++, file, state: "waiting" }));
    setFiles((all) => [...all, ...added]);
    added.forEach(enqueue);
  };
  const retry = (sent: Sent) => {
    tell(sent.key, { state: "waiting", error: undefined });
    enqueue(sent);
  };
  const isBusy = files.some(
    ({ state }) => state === "waiting" || state === "shrinking" || state === "sending",
  );
  return { files, add, retry, dismiss, isBusy };
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
      const before = cache.getQueryData(queryKey);
      if (before) cache.setQueryData(queryKey, { ...before, photos });
      return { before };
    },
    onError: (_error, _photos, kept) => {
      if (kept?.before) cache.setQueryData(queryKey, kept.before);
    },
    invalidatesOnError: () => true,
  });
}

/** Removes a photo. A photo on another server is only removed from the list of the unit. */
export function useRemovePhoto(unit: Unit) {
  const cache = useQueryClient();
  const changeOf = (photo: string) =>
    photoId(photo) ? "DELETE /api/units/{unit_id}/photos/{photo_id}" : "PATCH /api/units/{unit_id}";
  return useApiMutation(changeOf, {
    mutationFn: async (photo: string) => {
      const own = photoId(photo);
      const path = { unit_id: unit.id };
      if (own) {
        const where = { params: { path: { ...path, photo_id: own } } };
        return body(await api.DELETE("/api/units/{unit_id}/photos/{photo_id}", where)).unit;
      }
      const photos = unit.photos.filter((other) => other !== photo);
      return body(await api.PATCH("/api/units/{unit_id}", { params: { path }, body: { photos } })).unit;
    },
    onSuccess: (changed) => cache.setQueryData(unitQuery(unit.id).queryKey, changed),
  });
}
