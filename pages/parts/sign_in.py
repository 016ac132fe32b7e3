"""The way in: streamlit-authenticator's form, our own door behind it."""

from pathlib import Path
from typing import Any

import streamlit as st
import streamlit_authenticator as stauth
from streamlit_authenticator.controllers import AuthenticationController

from core.api import cookie, entrance, sorry
from core.errors import Refusal
from core.people import hashed_token, knock
from pages.parts.flash import refuse
from pages.parts.logo import logo
from pages.parts.plain import plain

FIELDS = {"Form name": "Sign in", "Username": "Username", "Password": "Password", "Login": "Sign in"}
HELP = "No password yet, or forgotten it? Your practice manager can give you a link."
SHEET = Path(__file__).with_name("door.css")
ENTER = st.components.v2.component(
    "enter",
    html='<p role="alert"></p>',
    js="""export default async function ({ data, parentElement }) {
        const answer = await fetch('/auth/session', {
            method: 'POST',
            body: data.ticket,
            credentials: 'same-origin',
        });
        if (answer.ok) window.location.reload();
        else parentElement.querySelector('p').textContent = await answer.text();
    }""",
)


class Door(AuthenticationController):
    """Decides about a name and a password in the package's stead, and keeps what came of it."""

    ticket = refused = ""

    def login(self, username: str = "", password: str = "", *_: Any, **__: Any) -> bool:
        """Called by the package's form when it is sent; never true, or the package would set its cookie."""
        try:
            if username and password:
                self.ticket = knock(username, password, st.context.ip_address or "", _browser())
            else:
                self.refused = "Please type your username and your password."
        except Refusal as refusal:
            self.refused = str(refusal)
        except Exception as error:
            self.refused = sorry(error)
        return False


class NoCookie:
    """Where the package looks for its own cookie, which scripts can read and which outlives a sign-out."""

    def get_cookie(self) -> None:
        """There is none."""


class Form(stauth.Authenticate):
    """The package's login widget in front of our door."""

    def __init__(self) -> None:
        self.door = self.authentication_controller = Door({"usernames": {}}, auto_hash=False)
        self.cookie_controller = NoCookie()
        self.path, self.attrs = None, {"login_sleep_time": 0}


def sign_in() -> None:
    """Draw the form; whoever passes gets their cookie, and then the page that they asked for."""
    st.html(SHEET)
    with st.container(key="door"):
        st.image(logo(), width=118, alt="Baton")
        st.title(plain(entrance.group_name()), anchor=False)
        form = Form()
        form.login(fields=FIELDS)
        if form.door.refused:
            refuse(form.door.refused)
        if form.door.ticket:
            ENTER(data={"ticket": form.door.ticket}, key="enter")
        st.markdown(":gray[:small[No password yet, or forgotten it? Your practice manager can give you a link.]]")


def _browser() -> str | None:
    """The session this browser had before, if any: its tries are not mixed up with strangers'."""
    secret = st.context.cookies.get(cookie.name())
    return hashed_token(secret) if secret else None
