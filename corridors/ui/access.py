"""Who may come in, and who may change what all share.

Sign-in is off until ``.streamlit/secrets.toml`` has a section ``[auth]``: until then everyone is an
editor. Once it is configured everyone signs in with the office's OpenID provider, and the section
``[roles]`` says who reads and who edits. What is configured but cannot be understood shuts the app:
a typing error must not open it.
"""

from collections.abc import Mapping
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import streamlit as st
from pydantic import BaseModel, ConfigDict, ValidationError
from streamlit import config
from streamlit.errors import Error, StreamlitSecretNotFoundError

from corridors.exchange.store import StoreError, Trouble
from corridors.ui.texts import Lang, text

_STYLE = Path(__file__).parent / "assets" / "access.css"
_FAILED = "access_failed"
_LONGEST_NAME = 40


class Role(StrEnum):
    """What someone may do; the lowest first."""

    NOBODY = "nobody"  # not signed in
    STRANGER = "stranger"  # signed in, but not on the lists
    READER = "reader"
    EDITOR = "editor"


class Rules(BaseModel):
    """The section ``[roles]``: addresses, whole domains (``@example.org``), or values of a claim.

    Attributes
    ----------
    editors, readers
        Addresses or domains. Without ``readers`` and ``reader_values`` everyone who signed in may read.
    claim
        Name of a claim that holds groups or roles, as the provider sends it.
    editor_values, reader_values
        Values of that claim.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    editors: tuple[str, ...] = ()
    readers: tuple[str, ...] | None = None
    claim: str = ""
    editor_values: tuple[str, ...] = ()
    reader_values: tuple[str, ...] | None = None


class SettingError(ValueError):
    """What is configured for the sign-in cannot be used; the text names the setting and never its value."""


def role_of(user: Mapping[str, Any], rules: Rules) -> Role:
    """Role of someone the provider vouches for.

    An address that the provider says is not verified counts for nothing.
    """
    if user.get("is_logged_in") is not True:
        return Role.NOBODY
    address = "" if user.get("email_verified") in (False, "false") else str(user.get("email") or "")
    held = _values(user.get(rules.claim)) if rules.claim else frozenset()
    if _is_listed(address, rules.editors) or held & set(rules.editor_values):
        return Role.EDITOR
    if rules.readers is None and rules.reader_values is None:
        return Role.READER
    if _is_listed(address, rules.readers or ()) or held & set(rules.reader_values or ()):
        return Role.READER
    return Role.STRANGER


def _is_listed(address: str, listed: tuple[str, ...]) -> bool:
    address = address.strip().lower()
    name, at, domain = address.rpartition("@")
    wanted = {item.strip().lower() for item in listed}
    return bool(name and at and domain) and not wanted.isdisjoint({address, f"@{domain}"})


def _values(claim: object) -> frozenset[str]:
    """A claim as a set: providers send one word or a list of them."""
    if isinstance(claim, str):
        return frozenset({claim})
    return frozenset(map(str, claim)) if isinstance(claim, list | tuple) else frozenset()


def settings() -> Mapping[str, Any] | None:
    """The secrets, None where there is no file of them.

    Raises
    ------
    SettingError
        If there is one that cannot be read, or the one that was asked for is missing.
    """
    try:
        return st.secrets.to_dict()
    except (StreamlitSecretNotFoundError, OSError, ValueError) as error:
        wanted = config.is_manually_set("secrets.files")
        if not wanted and not any(Path(file).exists() for file in st.get_option("secrets.files")):
            return None
        raise SettingError("secrets.files" if wanted else "secrets.toml") from error


def is_on() -> bool:
    """Whether one has to sign in.

    Raises
    ------
    SettingError
        If that cannot be found out.
    """
    return "auth" in (settings() or {})


def role() -> Role:
    """Role of whoever this session belongs to; an editor where nobody has to sign in.

    Raises
    ------
    SettingError
        If what is configured cannot be used.
    """
    found = settings()
    if found is None or "auth" not in found:
        return Role.EDITOR
    try:
        rules = Rules.model_validate(found.get("roles", {}))
    except ValidationError as error:
        wrong = error.errors(include_input=False, include_url=False)[0]["loc"]
        raise SettingError(".".join(map(str, ("roles", *wrong)))) from None
    return role_of(st.user.to_dict(), rules)


def may_edit() -> bool:
    """Whether this session may change what all share."""
    try:
        return role() is Role.EDITOR
    except SettingError:
        return False


def guard() -> None:
    """Refuse a change by someone who may only read. Every way into the store asks here.

    Raises
    ------
    StoreError
        If this session may not change what all share.
    """
    if not may_edit():
        raise StoreError(Trouble.READER)


def name() -> str:
    """Whoever signed in, for the history: the name or address that the provider vouches for."""
    try:
        if not is_on():
            return ""
    except SettingError:
        return ""
    user = st.user.to_dict()
    said = next((str(user[key]) for key in ("email", "name", "sub") if user.get(key)), "")
    return " ".join(said.split())[:_LONGEST_NAME]


def admit() -> None:
    """Go on for whoever may read; for everyone else show how to sign in, and end the run."""
    lang: Lang = "en" if st.query_params.get("lang") == "en" else "zh"
    try:
        if role() in (Role.READER, Role.EDITOR):
            return
    except SettingError as error:
        _shut(text("access_broken", lang, setting=error), lang)
    if role() is Role.STRANGER:
        _shut(text("access_stranger", lang), lang, leave=True)
    if find_spec("authlib") is None:
        _shut(text("access_broken", lang, setting="Authlib"), lang)
    _sign_in(lang)


def _sign_in(lang: Lang) -> None:
    with _page(lang):
        st.write(text("access_welcome", lang))
        for number, provider in enumerate(providers((settings() or {})["auth"])):
            label = text("access_sign_in", lang) + (f" · {provider}" if provider else "")
            st.button(label, key=f"sign_in_{number}", type="primary", on_click=_enter, args=(provider,))
        if st.session_state.pop(_FAILED, False):
            st.error(text("access_broken", lang, setting="[auth]"))
    st.stop()


def providers(auth: object) -> tuple[str, ...]:
    """Names of the providers in the section ``[auth]``; an empty one is the section itself."""
    sections = auth if isinstance(auth, Mapping) else {}
    named = tuple(
        key for key, value in sections.items() if isinstance(value, Mapping) and "client_id" in value
    )
    return ("", *named) if "client_id" in sections or not named else named


def _enter(provider: str) -> None:
    try:
        st.login(provider or None)
    except Error:
        st.session_state[_FAILED] = True


def _shut(reason: str, lang: Lang, *, leave: bool = False) -> None:
    with _page(lang):
        st.warning(reason)
        if leave:
            st.button(text("access_sign_out", lang), key="sign_out", on_click=st.logout)
    st.stop()


def _page(lang: Lang) -> Any:
    st.html(_STYLE)
    place = st.container(key="sign_in")
    place.html(f"<h1>{text('title', lang)}</h1>")
    return place
