// Texts of the form that changes a booking, which guests, customers and staff use.
import type { MessageDescriptor } from "@lingui/core";
import { msg, t } from "@lingui/core/macro";
import { texts } from "../lazy";

export const change = texts({
  price: msg`Price of the change`,
  dates: msg`Dates of the stay`,
  notes: msg`Notes`,
  priceNow: msg`Price now`,
  priceNote: msg`Nights that stay keep their price; new nights cost what they cost today.`,
  same: (total: string) => t`The price stays ${total}.`,
  other: (before: string, after: string) => t`The price is ${before} now and will be ${after}.`,
  why: (difference: string) => t`${difference}: show the nights`,
  more: (amount: string) => t`${amount} more`,
  less: (amount: string) => t`${amount} less`,
  noDifference: msg`No difference`,
  isNew: msg`new`,
  total: msg`Total`,
  perNight: msg`Price after the change, by night`,
  units: msg`Units`,
  reload: msg`Show the booking as it is now`,
  changed: msg`Changed`,
  did: {
    "booking.changed": msg`Changed`,
    "booking.confirmed": msg`Confirmed`,
    "booking.cancelled": msg`Cancelled`,
    "booking.checked_in": msg`Checked in`,
    "booking.completed": msg`Checked out`,
    "booking.no_show": msg`Marked as no-show`,
    "booking.undone": msg`Step undone`,
    "booking.expired": msg`The hold ended`,
  } as Record<string, MessageDescriptor>,
  field: {
    checkIn: msg`check-in`,
    checkOut: msg`check-out`,
    adults: msg`adults`,
    children: msg`children`,
    total: msg`total`,
    units: msg`units`,
    guest: msg`guest`,
    notes: msg`notes`,
  } as Record<string, MessageDescriptor>,
});
