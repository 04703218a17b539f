import { type DragEvent, useState } from "react";

/**
 * Orders a list by dragging with a mouse. `kind` rejects items that are dragged from other lists. The buttons
 * of the items do the same by keyboard and touch.
 */
export function useDragOrder(kind: string, onMove: (from: number, to: number) => void) {
  const [from, setFrom] = useState<number | null>(null);
  const [over, setOver] = useState<number | null>(null);
  const type = `application/x-soulter-${kind}`;
  const reset = () => {
    setFrom(null);
    setOver(null);
  };
  return (index: number) => ({
    draggable: true,
    "data-dragged": index === from || undefined,
    "data-over": (from !== null && index === over && index !== from) || undefined,
    onDragStart: (event: DragEvent) => {
      event.dataTransfer.setData(type, String(index));
      event.dataTransfer.effectAllowed = "move";
      setFrom(index);
    },
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer.types.includes(type)) return;
      event.preventDefault();
      setOver(index);
    },
    onDrop: (event: DragEvent) => {
      if (from === null || !event.dataTransfer.types.includes(type)) return;
      event.preventDefault();
      event.stopPropagation();
      if (from !== index) onMove(from, index);
      reset();
    },
    onDragEnd: reset,
  });
}
