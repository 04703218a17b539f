// Every text of the web app, by place. Another language is another file of this shape.
import { guest } from "./en/guest";

export const en = {
  appName: "Soulter",
  guest,
  signIn: {
    title: "Sign in",
    email: "E-mail address",
    password: "Password",
    submit: "Sign in",
    forgot: "Forgot your password?",
    register: "Make an account",
    ended: "Your session has ended. Sign in, and you go on where you were.",
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
  },
  errors: {
    unreachable: "Soulter cannot be reached right now. What you typed is still here.",
    retry: "Try again",
    notFound: "There is nothing at this address.",
    home: "Go to the start",
    unexpected: "Something went wrong on this page.",
  },
  loading: "Loading",
} as const;

export type Texts = typeof en;
export const t: Texts = en;
