// Selects nights in the grid of vacancies by mouse, touch and keyboard.
import { type MouseEvent, useRef } from "react";
import { type Cell, useGridCursor } from "../../components/grid/useGridCursor";
import { usePointerDrag } from "../../components/grid/usePointerDrag";
import type { IsoDate } from "../../format/dates";
import { type Selection, selectNight, stayBetween } from "./selection";
import type { Vacancy } from "./vacancies";

interface Options {
  units: Vacancy[];
  dates: IsoDate[];
  selection: Selection | null;
  onSelect: (selection: Selection | null) => void;
}

/** The cell where a press began, and whether the pointer has reached another column. */
interface Target extends Cell {
  isDragged: boolean;
}

export function useNightSelection({ units, dates, selection, onSelect }: Options) {
  const grid = useRef<HTMLDivElement>(null);
  const selectOne = ({ row, column }: Cell) => {
    const [unit, night] = [units[row], dates[column]];
    if (!unit || !night) return;
    const next = selectNight(selection, unit, night);
    if (next !== selection) onSelect(next);
  };
  const selectRange = (row: number, from: number, to: number) => {
    const [unit, one, other] = [units[row], dates[from], dates[to]];
    const stay = unit && one && other ? stayBetween(unit, one, other) : null;
    if (unit && stay) onSelect({ unit: unit.id, stay });
  };
  const { cursor, moveTo, onKeyDown } = useGridCursor({
    rows: units.length,
    columns: dates.length,
    onMove: ({ row, column }) =>
      grid.current?.querySelector<HTMLElement>(`[data-row="${row}"][data-column="${column}"]`)?.focus(),
    onSelect: ({ row, anchor, column }) => selectRange(row, anchor, column),
    onEnter: selectOne,
    onEscape: () => onSelect(null),
  });
  const tap = (cell: Cell) => {
    moveTo(cell.row, cell.column);
    selectOne(cell);
  };
  const pointer = usePointerDrag<Target>({
    targetOf: (event) => {
      const cell = cellOf(event.target);
      return cell && { ...cell, isDragged: false };
    },
    onMove: (target, { clientX, clientY }) => {
      const cell = cellOf(document.elementFromPoint(clientX, clientY));
      if (!cell || (cell.column === target.column && !target.isDragged)) return;
      target.isDragged = true;
      selectRange(target.row, target.column, cell.column);
    },
    onDrop: (target) => !target.isDragged && tap(target),
    onTap: tap,
  });
  const onClick = (event: MouseEvent) => {
    // A click without a pointer comes from assistive technology.
    const cell = event.detail === 0 ? cellOf(event.target) : null;
    if (cell) tap(cell);
  };
  return { cursor, gridProps: { ref: grid, ...pointer, onClick, onKeyDown } };
}

function cellOf(target: EventTarget | null): Cell | null {
  const cell = target instanceof Element ? target.closest<HTMLElement>("[data-column]") : null;
  return cell ? { row: Number(cell.dataset.row), column: Number(cell.dataset.column) } : null;
}
