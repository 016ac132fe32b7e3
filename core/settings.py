"""What the operator decides: every setting, read once from the environment and checked at the start."""

import difflib
import os
import secrets
import shlex
import shutil
import tempfile
from contextlib import suppress
from email.utils import parseaddr
from functools import cache
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, ValidationInfo
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from core.errors import Misconfigured

ROOT = Path(__file__).parent.parent
PREFIX = "BATON_"
FREE = "BATON_TEST_"
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
SHORTEST_KEY = 32


def _database(given: str) -> str:
    try:
        url = make_url(given)
    except (ArgumentError, ValueError):
        url = make_url("unreadable://")
    if url.drivername in {"postgres", "postgresql", "postgresql+psycopg"}:
        url = url.set(drivername="postgresql+psycopg")
    elif url.drivername != "sqlite" or url.database in {None, "", ":memory:"}:
        raise ValueError("must be sqlite:///path/to/file or postgresql://user:password@host/name")
    return url.render_as_string(hide_password=False)


def _folder(given: object) -> Path:
    path = ROOT / Path(str(given)).expanduser()
    if path.exists() and not path.is_dir():
        raise ValueError("must name a folder, and a file is there")
    return path


def _mail(given: str, known: ValidationInfo) -> str:
    if given == "maildir:" and "data_dir" in known.data:
        return f"maildir:{known.data['data_dir'] / 'mail'}"
    kind, _, rest = given.partition(":")
    if (kind == "maildir" and rest.startswith("/")) or (kind in {"smtp", "smtps"} and _host(given)):
        return given
    raise ValueError("must be maildir:, maildir:/a/folder, smtp://user:password@host:port or smtps://…")


def _host(given: str) -> SplitResult | None:
    """The parts of an address that names a host, a usable port or none, and nothing behind them."""
    try:
        parts = urlsplit(given)
        usable = parts.hostname and parts.port != 0 and parts.path in {"", "/"}
    except ValueError:
        return None
    return parts if usable and not parts.query and not parts.fragment else None


def _sender(given: str) -> str:
    name, address = parseaddr(given)
    try:
        validate_email(address, check_deliverability=False)
    except EmailNotValidError:
        address = ""
    if not name or not address or not given.isprintable():
        raise ValueError("must be a name and an address on one line, such as Baton <baton@example.org>")
    return given


def _address(given: str) -> str:
    parts = _host(given)
    if parts is None or parts.scheme not in {"http", "https"} or parts.username is not None:
        raise ValueError("must be the http:// or https:// address that people open, without a path")
    return given.rstrip("/")


def _key(given: SecretStr) -> SecretStr:
    if len(given.get_secret_value()) < SHORTEST_KEY:
        raise ValueError(f"must have at least {SHORTEST_KEY} characters")
    return given


def _scanner(given: str) -> str:
    try:
        words = shlex.split(given)
    except ValueError:
        words = []
    if given and not (words and shutil.which(words[0])):
        raise ValueError("must be a command that can be run here, such as clamdscan --no-summary")
    return given


def _zone(given: object) -> ZoneInfo:
    try:
        return ZoneInfo(str(given))
    except (LookupError, OSError, ValueError):
        raise ValueError("must be an IANA time zone such as Europe/London") from None


def _yes_or_no(given: object) -> bool:
    if str(given).lower() not in {"true", "false"}:
        raise ValueError("must be true or false")
    return str(given).lower() == "true"


def _parts(given: object) -> int:
    if str(given) not in set("123456789"):
        raise ValueError("must be a number from 1 to 9")
    return int(str(given))


def _level(given: str) -> str:
    if given.upper() not in LEVELS:
        raise ValueError(f"must be one of {', '.join(LEVELS)}")
    return given.upper()


def _own_key(known: dict[str, Any]) -> SecretStr:
    """The key kept in the data folder; two processes that start at once both use whichever came first."""
    kept: Path = known["data_dir"] / "secret_key"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=kept.parent, prefix="secret_key.") as fresh:
            fresh.write(secrets.token_urlsafe(48))
            fresh.flush()
            os.fsync(fresh.fileno())
            with suppress(FileExistsError):
                os.link(fresh.name, kept)
    return SecretStr(kept.read_text().strip())


def _own_database(known: dict[str, Any]) -> str:
    return f"sqlite:///{known['data_dir'] / 'baton.db'}"


class Settings(BaseSettings):
    """One operator's choices; the same for the web process, the jobs process and the command line."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, frozen=True, validate_default=True)

    data_dir: Annotated[Path, BeforeValidator(_folder)] = Field(
        Path("data/local"),
        description="Folder for the database, mail and files that Baton keeps; relative to the project.",
    )
    database_url: Annotated[str, AfterValidator(_database)] = Field(
        default_factory=_own_database,
        repr=False,
        description="Where records live: `sqlite:///path` or `postgresql://user:password@host/name`.",
        json_schema_extra={"default": "`baton.db` in the data folder"},
    )
    mail_url: Annotated[str, AfterValidator(_mail)] = Field(
        "maildir:",
        repr=False,
        description="How e-mail leaves: `maildir:` (kept as files under `mail` in the data folder), "
        "`maildir:/folder`, `smtp://user:password@host:port` or `smtps://…`.",
    )
    mail_from: Annotated[str, AfterValidator(_sender)] = Field(
        "Baton <baton@example.org>", description="Name and address that e-mail is sent from."
    )
    public_url: Annotated[str, AfterValidator(_address)] = Field(
        "http://localhost:8501", description="Address that people open, used in links."
    )
    secret_key: Annotated[SecretStr, AfterValidator(_key)] = Field(
        default_factory=_own_key,
        description=f"Secret that signs links, at least {SHORTEST_KEY} characters.",
        json_schema_extra={"default": "made at the first start, kept in the data folder"},
    )
    time_zone: Annotated[ZoneInfo, BeforeValidator(_zone)] = Field(
        ZoneInfo("Europe/London"),
        description="Time zone of the group, for sites that have none of their own.",
    )
    scanner: Annotated[str, AfterValidator(_scanner)] = Field(
        "",
        description="Command that looks at each file, given its path: exit 0 is clean, 1 infected, anything else "
        "not known yet. Then only clean files are shown.",
        json_schema_extra={"default": "none"},
    )
    sms_parts: Annotated[int, BeforeValidator(_parts)] = Field(
        3,
        description="How many parts an SMS may take: 160 letters, or 70 with letters beyond the short alphabet; "
        "a little less where there are several.",
    )
    hooks_private: Annotated[bool, BeforeValidator(_yes_or_no)] = Field(
        False,
        description="`true` lets webhooks and push services be called inside a private network; else only addresses of "
        "the internet are.",
        json_schema_extra={"default": "`false`"},
    )
    log_level: Annotated[str, AfterValidator(_level)] = Field(
        "INFO", description=f"How much the log says: {', '.join(LEVELS)}."
    )


def variable_of(name: str) -> str:
    """The environment variable of a setting."""
    return PREFIX + name.upper()


@cache
def settings() -> Settings:
    """This process's settings; Misconfigured says in one sentence what is wrong."""
    _refuse_unknown()
    try:
        return Settings(**_from_files())
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise Misconfigured(f"{variable_of(str(first['loc'][0]))} {first['ctx']['error']}.") from None
    except OSError:
        raise Misconfigured("BATON_DATA_DIR must be a folder that Baton may write to.") from None


def forget() -> None:
    """Read the environment again at the next question."""
    settings.cache_clear()


def described() -> list[tuple[str, str, str]]:
    """Each variable with its default and its meaning, as README's table shows them."""
    return [
        (variable_of(name), _shown(field), field.description or "") for name, field in Settings.model_fields.items()
    ]


def _shown(field: FieldInfo) -> str:
    extra = field.json_schema_extra
    return str(extra["default"]) if isinstance(extra, dict) else f"`{field.default}`"


def _from_files() -> dict[str, Any]:
    """Settings whose value stands in a file, as containers hand over secrets."""
    found = {}
    for name in Settings.model_fields:
        variable = variable_of(name)
        if not (file := os.environ.get(f"{variable}_FILE")):
            continue
        if os.environ.get(variable):
            raise Misconfigured(f"{variable} and {variable}_FILE are both set; keep one of them.")
        try:
            found[name] = Path(file).read_text().strip()
        except (OSError, UnicodeDecodeError):
            raise Misconfigured(f"{variable}_FILE must name a text file that Baton may read.") from None
    return found


def _refuse_unknown() -> None:
    known = {variable_of(name) for name in Settings.model_fields}
    known |= {f"{variable}_FILE" for variable in known}
    for name in sorted(os.environ):
        if name.startswith(PREFIX) and not name.startswith(FREE) and name not in known:
            close = difflib.get_close_matches(name, known, n=1)
            raise Misconfigured(f"{name} is not a setting of Baton" + (f"; {close[0]} is." if close else "."))
