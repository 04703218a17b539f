// Every text of the web app, by place. Another language is another file of this shape.
import { account } from "./en/account";
import { audit } from "./en/audit";
import { change } from "./en/change";
import { guest } from "./en/guest";
import { people } from "./en/people";
import { session } from "./en/session";
import { settings } from "./en/settings";
import { staff } from "./en/staff";
import { system } from "./en/system";

export const en = {
  staff,
  appName: "Soulter",
  guest,
  signIn: {
    title: "Sign in",
    email: "E-mail address",
    password: "Password",
    submit: "Sign in",
    forgot: "Forgot your password?",
    register: "Make an account",
    goOn: "Please sign in; you then go on where you were.",
  },
  nav: {
    search: "Find a stay",
    signIn: "Sign in",
    signOut: "Sign out",
    account: "My account",
    myBookings: "My bookings",
    board: "Board",
    today: "Today",
    bookings: "Bookings",
    units: "Units",
    people: "People",
    settings: "Settings",
    audit: "Audit trail",
    system: "System",
    skip: "Skip to the content",
    menu: "Menu",
    main: "Main",
    brightness: { label: "Brightness", light: "Light", dark: "Dark", auto: "As the device" },
  },
  errors: {
    unreachable: "Soulter cannot be reached right now. What you typed is still here.",
    retry: "Try again",
    notFound: "There is nothing at this address.",
    home: "Go to the start",
    unexpected: "Something went wrong on this page.",
  },
  loading: "Loading",
  showMore: "Show more",
  cancel: "Cancel",
  close: "Close",
  save: "Save",
  saved: "Saved",
  roles: { SUPER_ADMIN: "Owner", ADMIN: "Staff", AGENT: "Agent", CUSTOMER: "Customer" },
  account,
  audit,
  change,
  people,
  session,
  settings,
  system,
} as const;

export type Texts = typeof en;
export const t: Texts = en;
