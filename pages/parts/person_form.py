"""The two dialogs about a person: to invite somebody, and to change what they are or end what they can."""

import streamlit as st

from core import ownership, people
from core.access import Actor, Role
from core.ownership import Held, Taker
from core.people import Details, Person
from pages.parts.fields import Fields
from pages.parts.flash import do
from pages.parts.sheet import Sheet
from pages.parts.taking_over import taken_by

ROLES = {
    Role.FRONT_DESK: "Logs referrals and keeps them moving; does not read clinical notes.",
    Role.CLINICIAN: "Refers, decides and reports; reads clinical notes.",
    Role.COORDINATOR: "Looks after every referral of their sites, and who owns it.",
    Role.MANAGER: "A coordinator who also manages the people of their sites and reads the audit.",
    Role.OPERATOR: "Sees the numbers of every site and manages people; opens no patient's record.",
    Role.ADMIN: "Sets Baton up for the group; opens no patient's record.",
}
NOBODY = Details("", Role.FRONT_DESK)


@st.dialog("Invite someone", on_dismiss="rerun")
def invite(actor: Actor) -> None:
    """Who, as what and where; then the link to hand over."""
    sheet = Sheet("invite")
    place = st.empty()
    with place.container():
        fields = Fields(sheet)
        username = fields.ask("username", st.text_input, "Username")
        details = _details(actor, fields, NOBODY)
        sent = st.button("Make the link", type="primary", key=sheet.key("send"), width="stretch")
        done = do(people.invite, actor, username, details) if sent else None
        if done is not None:
            fields.refuse(done.fields)
    if done and done.result:
        sheet.done()
        place.empty()
        _hand_over(details.name, done.result.link)


@st.dialog("Change a person", on_dismiss="rerun")
def change(actor: Actor, person: Person) -> None:
    """What they are, and below it what ends or renews their access."""
    fields = Fields(Sheet(f"person-{person.id}-{person.version}"))
    details = _details(actor, fields, _now(person), own=actor.account_id == person.id)
    held = ownership.held(actor, person.id)
    to = _left(actor, fields, person, held, details)
    if st.button("Save", type="primary", width="stretch"):
        said = f"{details.name} is changed."
        fields.refuse(do(ownership.change, actor, person.id, person.version, details, to, said=said).fields)
    st.divider()
    _access(actor, person, held)


def _details(actor: Actor, fields: Fields, now: Details, *, own: bool = False) -> Details:
    """The fields that both dialogs have; nobody changes their own role or sites."""
    name = fields.ask("name", st.text_input, "Name", value=now.name)
    email = fields.ask("email", st.text_input, "E-mail, if they have one", value=now.email)
    roles = people.roles_for(actor)
    role = fields.ask(
        "role", st.selectbox, "Role", options=roles, index=roles.index(now.role), format_func=_label, disabled=own
    )
    st.caption(ROLES[role])
    everywhere = people.may_work_everywhere(actor) and fields.ask(
        "every_site", st.checkbox, "Works at every site, also at new ones", value=now.every_site, disabled=own
    )
    sites = people.sites_to_give(actor)
    chosen = fields.ask(
        "sites", st.multiselect, "Sites", options=list(sites), default=[one for one in now.sites if one in sites],
        format_func=sites.get, disabled=own or everywhere, placeholder="Choose sites",
    )  # fmt: skip
    return Details(name, role, frozenset() if everywhere else frozenset(chosen), bool(everywhere), email)


def _left(actor: Actor, fields: Fields, person: Person, held: Held, after: Details) -> Taker | None:
    """Who takes over what somebody has open where they would no longer work."""
    left = ownership.left_behind(held, after)
    if not left:
        return None
    label = f"Who takes over {ownership.total(left.values())}"
    return taken_by(fields, ownership.takers(actor, person.id, [place for place in left if place]), label)


def _access(actor: Actor, person: Person, held: Held) -> None:
    """What ends a person's access, or renews it."""
    if person.status == "disabled":
        if st.button("Let them sign in again", width="stretch"):
            do(people.enable, actor, person.id, said=f"{person.name} can sign in again.")
        return
    if st.button("New link to set a password", icon=":material/link:", width="stretch"):
        link = do(people.invite_again, actor, person.id).result
        if link:
            _hand_over(person.name, link)
    if person.open_sessions and st.button("Sign them out everywhere", icon=":material/logout:", width="stretch"):
        do(people.end_sessions, actor, person.id, said=f"{person.name} is signed out everywhere.")
    if actor.account_id != person.id:
        _end(actor, person, held)


def _end(actor: Actor, person: Person, held: Held) -> None:
    """Let them in no more; whoever has work names who takes it over in the same step."""
    fields = Fields(Sheet(f"leaver-{person.id}-{person.version}"))
    label = f"When they leave, {held.whole} {'goes' if held.whole.count == 1 else 'go'} to"
    to = taken_by(fields, ownership.takers(actor, person.id), label) if held.whole else None
    if st.button("Disable account", icon=":material/block:", width="stretch"):
        said = f"{person.name} can no longer sign in."
        fields.refuse(do(ownership.disable, actor, person.id, to, said=said).fields)


def _hand_over(name: str, link: str) -> None:
    """Show a one-use link, this once."""
    st.text(f"Give {name} this link. It works once, for seven days, and is not shown again.")
    st.code(link, language=None, wrap_lines=True)


def _now(person: Person) -> Details:
    return Details(person.name, person.role, frozenset(person.sites), person.every_site, person.email)


def _label(role: Role) -> str:
    return role.label
