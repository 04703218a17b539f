"""Owners and staff manage accounts; the audit trail shows it."""

from datetime import timedelta

from playwright.async_api import Locator, Page, expect
from sqlalchemy import update

from soulter.accounts.models import LoginSession
from tests import sql
from tests.browser.web.harness import Site, Width, no_serious_axe_findings
from tests.world import PASSWORD

CHOSEN = "sieben Störche fliegen nach Süden"
ADDRESS = "kamran@example.com"


async def time_passes(site: Site) -> None:
    """Let the last password confirmation of all sessions expire."""
    async with site.world.database.writing() as session:
        earlier = site.world.clock.now() - timedelta(minutes=20)
        await sql.execute(session, update(LoginSession).values(created_at=earlier, authenticated_at=None))


async def do(page: Page, name: str, what: str) -> None:
    await page.get_by_role("button", name=f"What to do with {name}").click()
    await page.get_by_role("menuitem", name=what).click()


def row(page: Page, name: str) -> Locator:
    return page.get_by_role("article", name=name)


async def type_password(page: Page) -> None:
    question = page.get_by_role("dialog", name="Type your password")
    await expect(question).to_be_visible()
    await question.get_by_role("textbox", name="Your password").fill(PASSWORD)
    await question.get_by_role("button", name="Go on").click()
    await expect(question).to_have_count(0)


async def test_an_owner_invites_somebody_who_accepts(site: Site, width: Width) -> None:
    owner = await site.open("/people", width, as_="zara")
    await expect(row(owner, "Hina")).to_be_visible()
    await time_passes(site)
    await owner.get_by_role("button", name="Invite somebody").click()
    form = owner.get_by_role("dialog", name="Invite somebody")
    await form.get_by_label("Name").fill("Kamran Ali")
    await form.get_by_label("E-mail address").fill(ADDRESS)
    await form.get_by_role("combobox", name="Role").click()
    await owner.get_by_role("option", name="Staff").click()
    await no_serious_axe_findings(owner)
    await form.get_by_role("button", name="Send the invitation").click()
    question = owner.get_by_role("dialog", name="Type your password")
    await question.get_by_role("textbox", name="Your password").fill("nonsense")
    await question.get_by_role("button", name="Go on").click()
    await expect(question.get_by_text("Your current password is not right.")).to_be_visible()
    await no_serious_axe_findings(owner)
    await type_password(owner)
    await expect(form).to_have_count(0)
    await expect(row(owner, ADDRESS)).to_contain_text("Invited by Zara")

    guest = await site.open("/", width)
    await guest.goto(await site.mailed_link(ADDRESS))
    await no_serious_axe_findings(guest)
    await guest.get_by_role("textbox", name="Choose a password").fill(CHOSEN)
    await guest.get_by_role("button", name="Accept the invitation").click()
    await expect(guest.get_by_role("heading", name="Welcome")).to_be_visible()

    await owner.reload()
    await expect(row(owner, "Kamran Ali").get_by_text("Staff")).to_be_visible()
    await expect(row(owner, ADDRESS)).to_have_count(0)


async def test_an_owner_changes_a_role_and_shuts_an_account(site: Site, width: Width) -> None:
    owner = await site.open("/people", width, as_="zara")
    await expect(row(owner, "Sana")).to_be_visible()
    await time_passes(site)
    await do(owner, "Sana", "Change the role")
    form = owner.get_by_role("dialog", name="The role of Sana")
    await form.get_by_role("combobox", name="Role").click()
    await owner.get_by_role("option", name="Agent").click()
    await form.get_by_role("button", name="Change the role").click()
    await type_password(owner)
    await expect(row(owner, "Sana").get_by_text("Agent")).to_be_visible()
    await do(owner, "Sana", "Deactivate")
    await owner.get_by_role("dialog").get_by_role("button", name="Deactivate").click()
    await expect(row(owner, "Sana").get_by_text("Deactivated")).to_be_visible()
    await do(owner, "Sana", "Activate again")
    await expect(row(owner, "Sana").get_by_text("Deactivated")).to_have_count(0)
    await do(owner, "Sana", "Send a link for a new password")
    await expect(owner.get_by_text("A mail with a link is on its way to Sana.")).to_be_visible()
    assert "/reset-password#" in await site.mailed_link("sana@example.com")

    await owner.goto(f"{site.web}/audit")
    main = owner.get_by_role("main")
    await expect(main.get_by_text("Zara changed the role of Sana from staff to agent.")).to_be_visible()
    await expect(main.get_by_text("Zara deactivated Sana.")).to_be_visible()
    await no_serious_axe_findings(owner)


async def test_without_the_password_nothing_happens(site: Site) -> None:
    page = await site.open("/people", as_="zara")
    await expect(row(page, "Sana")).to_be_visible()
    await time_passes(site)
    await do(page, "Sana", "Deactivate")
    await page.get_by_role("dialog").get_by_role("button", name="Deactivate").click()
    await page.get_by_role("dialog", name="Type your password").get_by_role("button", name="Leave it").click()
    await expect(page.get_by_text("Nothing was changed: the password was not typed.")).to_be_visible()
    await expect(row(page, "Sana").get_by_text("Deactivated")).to_have_count(0)


async def test_staff_see_agents_and_customers_and_hand_out_no_more(site: Site) -> None:
    page = await site.open("/people", Width.PHONE, as_="sana")
    await expect(row(page, "Bilal")).to_be_visible()
    await expect(row(page, "Hina")).to_be_visible()
    await expect(row(page, "Zara")).to_have_count(0)
    await page.get_by_role("combobox", name="Role").click()
    await expect(page.get_by_role("option")).to_have_text(["Agent", "Customer"])
    await page.get_by_role("option", name="Agent").click()
    await expect(page).to_have_url(f"{site.web}/people?role=AGENT")
    await expect(row(page, "Hina")).to_have_count(0)
    await page.get_by_role("button", name="What to do with Bilal").click()
    await expect(page.get_by_role("menuitem", name="Change name and phone")).to_be_visible()
    await expect(page.get_by_role("menuitem", name="Change the role")).to_have_count(0)
    await page.get_by_role("menuitem", name="Change name and phone").click()
    form = page.get_by_role("dialog", name="Change Bilal")
    await form.get_by_label("Phone number").fill("+92 300 7654321")
    await form.get_by_role("button", name="Save").click()
    await expect(row(page, "Bilal")).to_contain_text("+92 300 7654321")


async def test_an_invitation_is_withdrawn(site: Site) -> None:
    page = await site.open("/people", as_="sana")
    await page.get_by_role("button", name="Invite somebody").click()
    form = page.get_by_role("dialog", name="Invite somebody")
    await form.get_by_label("Name").fill("Kamran Ali")
    await form.get_by_label("E-mail address").fill("not-an-address@x")
    await form.get_by_role("button", name="Send the invitation").click()
    await expect(form.get_by_label("E-mail address")).to_have_attribute("aria-invalid", "true")
    await form.get_by_label("E-mail address").fill(ADDRESS)
    await form.get_by_role("button", name="Send the invitation").click()
    await page.get_by_role("button", name=f"Withdraw the invitation to {ADDRESS}").click()
    await expect(page.get_by_text("No invitation is open.")).to_be_visible()


async def test_an_owner_signs_everybody_out(site: Site) -> None:
    staff = await site.open("/today", Width.PHONE, as_="sana")
    await expect(staff.get_by_role("heading", level=1)).to_be_visible()
    owner = await site.open("/people", Width.PHONE, as_="zara")
    await expect(row(owner, "Hina")).to_be_visible()
    await time_passes(site)
    await owner.get_by_role("button", name="Sign everybody out").click()
    question = owner.get_by_role("dialog", name="Sign everybody out?")
    await no_serious_axe_findings(owner)
    await question.get_by_role("button", name="Sign everybody out").click()
    await type_password(owner)
    await expect(owner.get_by_text("Everybody but you is signed out.")).to_be_visible()
    await owner.reload()
    await expect(row(owner, "Hina")).to_be_visible()
    await staff.reload()
    await expect(staff.get_by_role("heading", name="Sign in")).to_be_visible()


async def test_staff_are_not_offered_to_sign_everybody_out(site: Site) -> None:
    staff = await site.open("/people", as_="sana")
    await expect(row(staff, "Hina")).to_be_visible()
    await expect(staff.get_by_role("button", name="Sign everybody out")).to_have_count(0)
