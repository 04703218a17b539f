// The one palette and type scale: calm, made for the outdoors.
import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from "@mantine/core";
import { calendarLocale } from "../text/locale";
import { t } from "../text/texts";

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

// The names of months and weekdays.
const dated = { defaultProps: () => ({ locale: calendarLocale() }) };

// The library draws a cross and leaves it without a name.
const closing = { defaultProps: () => ({ closeButtonProps: { "aria-label": t.close } }) };

// Below a title the text of a notification is too faint; quiet text is not.
const notice = { description: { color: "var(--mantine-color-dimmed)" } };

// Capitals shout.
const calm = { defaultProps: { tt: "none", fw: 600 } };

export const theme = createTheme({
  primaryColor: "forest",
  primaryShade: { light: 8, dark: 7 },
  colors: { forest, clay, sand },
  fontFamily: '"Figtree Variable", system-ui, sans-serif',
  headings: { fontFamily: '"Figtree Variable", system-ui, sans-serif', fontWeight: "650" },
  defaultRadius: "md",
  cursorType: "pointer",
  autoContrast: true,
  // Whoever asked their system for less motion gets none from us; the library would move all the same.
  respectReducedMotion: true,
  components: {
    Badge: calm,
    Modal: closing,
    Drawer: closing,
    Notification: { ...closing, styles: notice },
    DateInput: dated,
    DatePicker: dated,
    DatePickerInput: dated,
  },
});

// The library's quiet text and errors are too faint on their ground for the contrast that WCAG AA asks for.
export const readable: CSSVariablesResolver = ({ colors }) => ({
  variables: {},
  light: {
    "--mantine-color-dimmed": "#596069",
    "--mantine-color-placeholder": "#6c737a",
    "--mantine-color-error": colors.red[9],
  },
  dark: {
    "--mantine-color-dimmed": colors.dark[1],
    "--mantine-color-placeholder": colors.dark[1],
    "--mantine-color-error": colors.red[4],
  },
});
