"""Refusals about who somebody is."""

from soulter.core.errors import Conflict, Denied, Invalid, Malformed, NotFound, Unauthenticated, Unavailable


class NotLoggedIn(Unauthenticated):
    """The request needs a login and has none."""

    def __init__(self) -> None:
        super().__init__("Please log in first.")


class SessionEnded(Unauthenticated):
    """The login was good once, or never: expired, revoked, forged, or sent twice."""

    def __init__(self) -> None:
        super().__init__("Your login has ended. Please log in again.")


class WrongCredentials(Unauthenticated):
    """E-mail and password do not belong together, or the account is not active. Which of these is not said."""

    def __init__(self) -> None:
        super().__init__("E-mail or password is wrong.")


class RoleNotAllowed(Denied):
    """The actor's role does not have the permission."""

    def __init__(self, permission: str) -> None:
        super().__init__("Your role does not allow this.", permission=permission)


class UserNotFound(NotFound):
    """No such user, or none that this actor sees."""

    def __init__(self) -> None:
        super().__init__("There is no such user.")


class TooManyLogins(Unavailable):
    """More passwords to check at once than the machine can."""

    def __init__(self) -> None:
        super().__init__(
            "Many people are logging in at this moment. Please try again in a few seconds.", retry_after=3
        )


class HalfABookingLink(Malformed):
    """A booking's token without the contact it was made with, or the other way round."""

    def __init__(self) -> None:
        super().__init__(
            "To open a booking without an account, send both headers: Booking-Token and Booking-Contact."
        )


class EmailTaken(Conflict):
    """Another account has this address."""

    def __init__(self) -> None:
        super().__init__("There is an account with this e-mail address already.")


class PasswordTooShort(Invalid):
    """Too easily guessed."""

    def __init__(self, shortest: int) -> None:
        super().__init__(
            f"A password for this role has at least {shortest} characters; a few words are easy to remember.",
            shortest=shortest,
        )


class PasswordTooLong(Invalid):
    """Longer than we take."""

    def __init__(self, longest: int) -> None:
        super().__init__(f"A password has at most {longest} characters.", longest=longest)


class PasswordTooCommon(Invalid):
    """Among the first that somebody else would try."""

    def __init__(self) -> None:
        super().__init__(
            "This password is easy to guess: it is well known, a pattern, or made of your own name. Take a few words that do not belong together."
        )


class WrongPassword(Invalid):
    """The password that was typed to prove who asks is not theirs."""

    def __init__(self) -> None:
        super().__init__("Your current password is not right.")


class LinkUnusable(Invalid):
    """A one-time link that was used, has expired, was replaced, was made for something else, or never existed. Which of these is not said."""

    def __init__(self) -> None:
        super().__init__(
            "This link does not work any more: it was used already, or its time is over. Please ask for a new one."
        )


class PasswordNeeded(Denied):
    """What touches the people who run the place needs a password that was typed a short while ago."""

    def __init__(self) -> None:
        super().__init__(
            "Please confirm with your password first (POST /api/auth/confirm); that is good for ten minutes."
        )


class RoleOutOfReach(Denied):
    """A role that this actor cannot hand out: not strictly below their own."""

    def __init__(self, role: str) -> None:
        super().__init__("You cannot hand out this role.", role=role)


class OwnAccount(Denied):
    """Nobody changes their own role or shuts themselves out."""

    def __init__(self) -> None:
        super().__init__("You cannot do this to your own account. Ask another owner.")


class LastOwner(Conflict):
    """Without this account nobody would be left to govern people and settings."""

    def __init__(self) -> None:
        super().__init__("This is the last active owner. Make somebody else an owner first.")


class UserInactive(Conflict):
    """The account is deactivated, so this would have no effect."""

    def __init__(self) -> None:
        super().__init__("This account is deactivated. Activate it first.")


class SessionNotFound(NotFound):
    """No such session, or not one of yours."""

    def __init__(self) -> None:
        super().__init__("There is no such session.")


class InvitationNotFound(NotFound):
    """No such open invitation, or none that this actor sees."""

    def __init__(self) -> None:
        super().__init__("There is no such open invitation.")
