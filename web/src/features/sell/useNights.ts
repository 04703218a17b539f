// Choosing nights in the grid, by pointer, by finger and by keyboard.
import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import { ARROWS, type Cell, clampIndex } from "../../components/grid/cells";
import type { IsoDate } from "../../format/dates";
import { between, type Choice, pick } from "./choice";
import { isTaken, type Vacancy } from "./vacancies";

interface Options {
  units: Vacancy[];
  dates: IsoDate[];
  choice: Choice | null;
  onChoose: (choice: Choice | null) => void;
}

function placeOf(target: EventTarget): Cell | null {
  const cell = target instanceof Element ? target.closest<HTMLElement>("[data-column]") : null;
  return cell ? { row: Number(cell.dataset.row), column: Number(cell.dataset.column) } : null;
}

export function useNights({ units, dates, choice, onChoose }: Options) {
  const [cursor, setCursor] = useState<Cell>({ row: 0, column: 0 });
  const begun = useRef<Cell | null>(null);
  const dragged = useRef(false);
  const anchor = useRef<Cell | null>(null);

  const at = (place: Cell) => ({ unit: units[place.row], night: dates[place.column] });
  const choose = (place: Cell) => {
    const { unit, night } = at(place);
    setCursor(place);
    if (!unit || !night) return;
    const next = pick(choice, unit, night);
    if (next !== choice) onChoose(next);
  };
  const stretch = (from: Cell, to: Cell) => {
    const [{ unit, night: one }, { night: other }] = [at(from), at(to)];
    const stay = unit && one && other ? between(unit, one, other) : null;
    if (unit && stay) onChoose({ unit: unit.id, stay });
  };

  const onPointerDown = (event: PointerEvent) => {
    dragged.current = false;
    // A finger that moves scrolls; it chooses by tapping.
    begun.current = event.pointerType === "mouse" && event.button === 0 ? placeOf(event.target) : null;
  };
  const onPointerOver = (event: PointerEvent) => {
    const from = begun.current;
    if (!from || !(event.buttons & 1)) return;
    const to = placeOf(event.target);
    if (!to || (to.column === from.column && !dragged.current)) return;
    dragged.current = true;
    stretch(from, { row: from.row, column: to.column });
  };
  const onClick = (event: { target: EventTarget }) => {
    const place = placeOf(event.target);
    anchor.current = null;
    if (place && !dragged.current) choose(place);
    dragged.current = false;
    begun.current = null;
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = ARROWS[event.key];
    const go = (place: Cell) => {
      setCursor(place);
      event.currentTarget
        .querySelector<HTMLElement>(`[data-row="${place.row}"][data-column="${place.column}"]`)
        ?.focus();
    };
    if (step) {
      const [down, along] = step;
      if (event.shiftKey) {
        anchor.current ??= cursor;
        const to = { row: cursor.row, column: clampIndex(cursor.column + along, dates.length) };
        stretch(anchor.current, to);
        go(to);
      } else {
        anchor.current = null;
        go({
          row: clampIndex(cursor.row + down, units.length),
          column: clampIndex(cursor.column + along, dates.length),
        });
      }
    } else if (event.key === "Home") go({ ...cursor, column: 0 });
    else if (event.key === "End") go({ ...cursor, column: dates.length - 1 });
    else if (event.key === "Enter" || event.key === " ") choose(cursor);
    else if (event.key === "Escape") onChoose(null);
    else return;
    event.preventDefault();
  };

  // The window or the place may have become smaller since.
  const shown = {
    row: Math.min(cursor.row, units.length - 1),
    column: Math.min(cursor.column, dates.length - 1),
  };
  return { cursor: shown, handlers: { onPointerDown, onPointerOver, onClick, onKeyDown } };
}

export function nightState(
  unit: Vacancy,
  night: IsoDate,
  choice: Choice | null,
): "free" | "taken" | "chosen" {
  if (isTaken(unit, night)) return "taken";
  const chosen = choice?.unit === unit.id && choice.stay.checkIn <= night && night < choice.stay.checkOut;
  return chosen ? "chosen" : "free";
}
