"""Which event becomes which mail."""

from collections.abc import Mapping
from typing import Final

from soulter.accounts import events as accounts
from soulter.notices import account_mails
from soulter.notices.messages import Composer
from soulter.outbox.events import Event

_BY_EVENT: Final[Mapping[type[Event], Composer]] = {
    accounts.AccountRegistrationRequested: account_mails.registration_requested,
    accounts.AccountInvited: account_mails.invited,
    accounts.AccountResetRequested: account_mails.reset_requested,
    accounts.AccountLoginLimited: account_mails.login_limited,
    accounts.AccountPasswordChanged: account_mails.password_changed,
    accounts.AccountRoleChanged: account_mails.role_changed,
    accounts.AccountDeactivated: account_mails.deactivated,
    accounts.AccountActivated: account_mails.activated,
}

COMPOSERS: Final[Mapping[str, Composer]] = {event.topic(): composer for event, composer in _BY_EVENT.items()}
"""The composer of each topic."""
