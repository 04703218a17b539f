// Every text of the web app, by place. Another language is another file of this shape.
import { account } from "./en/account";
import { audit } from "./en/audit";
import { change } from "./en/change";
import { guest } from "./en/guest";
import { guests } from "./en/guests";
import { people } from "./en/people";
import { sell } from "./en/sell";
import { session } from "./en/session";
import { settings } from "./en/settings";
import { staff } from "./en/staff";
import { system } from "./en/system";
import { units } from "./en/units";

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
    sell: "Sell",
    myBooking: "My booking",
    board: "Board",
    today: "Today",
    bookings: "Bookings",
    units: "Units",
    guests: "Guests",
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
    notFoundHint: "The link may be old, or a letter of it got lost.",
    notForYou: "This page is not for your account.",
    notForYouHint: "If you need it, ask the owner of the place, or sign in with another account.",
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
  guests,
  people,
  sell,
  session,
  settings,
  system,
  units,
} as const;

export type Texts = typeof en;
export const t: Texts = en;
