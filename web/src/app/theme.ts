// The one palette and type scale: calm, made for the outdoors.
import { createTheme, type MantineColorsTuple } from "@mantine/core";

const forest: MantineColorsTuple = [
  "#eef6f1",
  "#dbeae1",
  "#b5d4c3",
  "#8cbda3",
  "#69a987",
  "#529d75",
  "#44966b",
  "#35825a",
  "#2f6b4f",
  "#1f5b40",
];
const clay: MantineColorsTuple = [
  "#fdf2ea",
  "#f7e3d5",
  "#eec6a9",
  "#e5a77a",
  "#dd8c52",
  "#d97b39",
  "#d6722b",
  "#be611f",
  "#a95519",
  "#934710",
];
const sand: MantineColorsTuple = [
  "#faf8f3",
  "#f3efe6",
  "#e6dfce",
  "#d8ccb3",
  "#ccbc9c",
  "#c4b28d",
  "#c0ad84",
  "#a99771",
  "#978663",
  "#837351",
];

export const theme = createTheme({
  primaryColor: "forest",
  primaryShade: { light: 8, dark: 7 },
  colors: { forest, clay, sand },
  fontFamily: '"Figtree Variable", system-ui, sans-serif',
  headings: { fontFamily: '"Figtree Variable", system-ui, sans-serif', fontWeight: "650" },
  defaultRadius: "md",
  cursorType: "pointer",
  autoContrast: true,
});
