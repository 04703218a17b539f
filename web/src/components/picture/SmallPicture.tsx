import { Box, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { unitQuery } from "../../api/units";
import { UnitPicture } from "./UnitPicture";

const WIDTH = { base: 80, sm: 128 };

/** A thumbnail of a unit. A landscape is drawn if the unit has no photo or is no longer public. */
export function SmallPicture({ id, name }: { id: string; name: string }) {
  const unit = useQuery({ ...unitQuery(id), retry: false });
  return (
    <Box w={WIDTH} style={{ flexShrink: 0, borderRadius: "var(--mantine-radius-md)", overflow: "hidden" }}>
      {unit.isPending ? (
        <Skeleton radius={0} style={{ aspectRatio: "8 / 5" }} h="auto" />
      ) : (
        <UnitPicture unit={unit.data ?? { id, name, photos: [] }} sizes="128px" eager />
      )}
    </Box>
  );
}
