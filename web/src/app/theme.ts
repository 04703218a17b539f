// The Mantine theme: colors, fonts and the defaults of components.
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

// A function, because the locale can change.
const localizedDates = { defaultProps: () => ({ locale: calendarLocale() }) };

// Mantine's close button has no accessible name.
const labelledClose = { defaultProps: () => ({ closeButtonProps: { "aria-label": t.close } }) };

// Mantine's color for the text below a title has too little contrast.
const notificationStyles = { description: { color: "var(--mantine-color-dimmed)" } };

// Mantine's badges are uppercase.
const badgeDefaults = { defaultProps: { tt: "none", fw: 600 } };

export const theme = createTheme({
  primaryColor: "forest",
  primaryShade: { light: 8, dark: 7 },
  colors: { forest, clay, sand },
  fontFamily: '"Figtree Variable", system-ui, sans-serif',
  headings: { fontFamily: '"Figtree Variable", system-ui, sans-serif', fontWeight: "650" },
  defaultRadius: "md",
  cursorType: "pointer",
  autoContrast: true,
  // Mantine ignores the system setting for reduced motion by default.
  respectReducedMotion: true,
  components: {
    Badge: badgeDefaults,
    Modal: labelledClose,
    Drawer: labelledClose,
    Notification: { ...labelledClose, styles: notificationStyles },
    DateInput: localizedDates,
    DatePicker: localizedDates,
    DatePickerInput: localizedDates,
  },
});

// Mantine's colors for dimmed text, placeholders and errors have less contrast than WCAG AA requires.
export const cssVariables: CSSVariablesResolver = ({ colors }) => ({
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
