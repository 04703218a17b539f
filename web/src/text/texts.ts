// The texts that the first page loads. Each is translated into the active locale when it is read.
import { msg } from "@lingui/core/macro";
import { texts } from "./lazy";
import { change } from "./public/change";
import { guest } from "./public/guest";
import { session } from "./public/session";

export const t = texts({
  appName: "Soulter",
  guest,
  signIn: {
    title: msg`Sign in`,
    email: msg`E-mail address`,
    password: msg`Password`,
    submit: msg`Sign in`,
    forgot: msg`Forgot your password?`,
    register: msg`Make an account`,
    goOn: msg`Please sign in; you then go on where you were.`,
  },
  nav: {
    search: msg`Find a stay`,
    signIn: msg`Sign in`,
    signOut: msg`Sign out`,
    account: msg`My account`,
    myBookings: msg`My bookings`,
    sell: msg`Sell`,
    myBooking: msg`My booking`,
    board: msg`Board`,
    today: msg`Today`,
    bookings: msg`Bookings`,
    units: msg`Units`,
    guests: msg`Guests`,
    holds: msg`Holds`,
    people: msg`People`,
    settings: msg`Settings`,
    audit: msg`Audit trail`,
    system: msg`System`,
    skip: msg`Skip to the content`,
    menu: msg`Menu`,
    main: msg`Main`,
    colorScheme: { label: msg`Color scheme`, light: msg`Light`, dark: msg`Dark`, auto: msg`As the device` },
  },
  errors: {
    unreachable: msg`Soulter cannot be reached right now. What you typed is still here.`,
    retry: msg`Try again`,
    notFound: msg`There is nothing at this address.`,
    notFoundHint: msg`The link may be old, or a letter of it got lost.`,
    notForYou: msg`This page is not for your account.`,
    notForYouHint: msg`If you need it, ask the owner of the place, or sign in with another account.`,
    home: msg`Go to the start`,
    unexpected: msg`Something went wrong on this page.`,
  },
  loading: msg`Loading`,
  showMore: msg`Show more`,
  cancel: msg`Cancel`,
  close: msg`Close`,
  save: msg`Save`,
  saved: msg`Saved`,
  roles: { SUPER_ADMIN: msg`Owner`, ADMIN: msg`Staff`, AGENT: msg`Agent`, CUSTOMER: msg`Customer` },
  change,
  session,
});
