import { msg } from "@lingui/core/macro";
import { texts } from "../lazy";

export const session = texts({
  passwordHint: msg`A few words that do not belong together are strong and easy to remember.`,
  register: {
    title: msg`Make an account`,
    why: msg`With an account you see all your bookings in one place.`,
    name: msg`Your name`,
    password: msg`Choose a password`,
    submit: msg`Make my account`,
    have: msg`You have an account? Sign in`,
  },
  mail: {
    title: msg`Look into your mail`,
    nothing: msg`Nothing there after a few minutes? Look into the spam folder, or begin again with the same address.`,
    again: msg`Begin again`,
    toSignIn: msg`Go to sign-in`,
  },
  forgot: {
    title: msg`Choose a new password`,
    why: msg`Tell us your address, and we mail you a link.`,
    submit: msg`Mail me a link`,
    back: msg`Back to sign-in`,
  },
  verify: {
    title: msg`Complete your registration`,
    why: msg`One step left: confirm that this address is yours.`,
    submit: msg`Confirm my address`,
    done: msg`Your account is ready`,
    doneText: msg`Sign in with the password that you chose.`,
    again: msg`Register again`,
  },
  reset: {
    title: msg`Choose a new password`,
    why: msg`You are signed out everywhere once it is set.`,
    password: msg`New password`,
    submit: msg`Set the password`,
    done: msg`Your password is set`,
    doneText: msg`Sign in with your new password.`,
    again: msg`Ask for a new link`,
  },
  accept: {
    title: msg`Accept your invitation`,
    why: msg`Choose a password, and the account is yours.`,
    name: msg`Your name`,
    nameHint: msg`Leave it empty to keep the name in the invitation.`,
    password: msg`Choose a password`,
    submit: msg`Accept the invitation`,
    done: msg`Welcome`,
    doneText: msg`Your account is ready. Sign in with the address that the invitation came to.`,
    again: msg`Ask the person who invited you for a new invitation.`,
  },
  unlock: {
    title: msg`Try again to sign in`,
    why: msg`Somebody typed wrong passwords for your account too often. Confirm that it is you on this device, and you may sign in here.`,
    submit: msg`Yes, it is me`,
    done: msg`You can sign in again`,
    doneText: msg`This browser may try again, whoever else goes on trying.`,
    again: msg`Choose a new password`,
  },
  link: {
    missing: msg`This page opens from the link in a mail, and the link is not complete. Please open it from the mail again.`,
    signIn: msg`Sign in`,
  },
  confirm: {
    title: msg`Type your password`,
    why: msg`This touches the people who run the place, so we make sure that it is you. Good for ten minutes.`,
    password: msg`Your password`,
    submit: msg`Go on`,
    cancel: msg`Leave it`,
    withheld: msg`Nothing was changed: the password was not typed.`,
  },
});
