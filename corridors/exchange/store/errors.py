"""What can go wrong with the store, said kindly in two languages and without any password."""

import sqlite3

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from corridors.vocabulary import Term


class Trouble(Term):
    """Why the store refuses; ``definition`` and ``meaning`` say what to do, in English and Chinese."""

    UNREACHABLE = (
        "unreachable",
        "自有数据打不开",
        "the store of own data cannot be opened",
        "Check that the folder or the server is there and may be used; built-in data are not affected.",
        "请确认文件夹或数据库服务器存在且可用；内置数据不受影响。",
    )
    ADDRESS = (
        "address",
        "CORRIDORS_DATABASE_URL 看不懂",
        "CORRIDORS_DATABASE_URL is not understood",
        "Write it as postgresql://user:password@host:5432/database or unset it to use the embedded store.",
        "应写成 postgresql://用户:密码@主机:5432/库名；取消该变量则使用内嵌数据库。",
    )
    REFUSED = (
        "refused",
        "数据库不允许访问自有数据",
        "the database refuses access to the store",
        "Ask its administrator for the right user, password and permissions.",
        "请向数据库管理员核对用户、密码和权限。",
    )
    LOCKED = (
        "locked",
        "自有数据正被别人占用",
        "the store is busy with someone else's writing",
        "Nothing was changed; try again in a moment.",
        "本次没有改动任何内容，请稍后再试。",
    )
    READ_ONLY = (
        "read-only",
        "自有数据只能读，不能写",
        "the store can be read but not written",
        "Nothing was changed; ask for write permission or choose another folder with CORRIDORS_STORE.",
        "本次没有改动任何内容；请申请写权限，或用 CORRIDORS_STORE 另选文件夹。",
    )
    READER = (
        "reader",
        "您的账号只能查看，不能修改",
        "your account may read but not change anything",
        "Nothing was changed; ask whoever looks after the app to make you an editor.",
        "本次没有改动任何内容；需要修改请联系维护人员开通编辑权限。",
    )
    FULL = (
        "full",
        "磁盘已满或写不进去，没有保存",
        "the disk is full or cannot be written, nothing was saved",
        "What was there before is intact; free some space and try again.",
        "原有内容完好；请腾出空间后重试。",
    )
    DAMAGED = (
        "damaged",
        "自有数据文件已损坏或不是本应用的文件",
        "the store is damaged or belongs to something else",
        "It is left as it is; restore a copy, or move it away to start with an empty one.",
        "文件保持原样；请恢复备份，或移走它以新建空库。",
    )
    NEWER = (
        "newer",
        "自有数据由更新版本的应用写成",
        "the store was written by a newer version of this app",
        "It is left as it is; update the app to use it.",
        "文件保持原样；请更新应用后再用。",
    )
    MISSING = (
        "missing",
        "没有这一项，或已被删除",
        "no such item, or it was deleted",
        "Reload to see what is there now.",
        "请刷新后查看现有内容。",
    )
    CONFLICT = (
        "conflict",
        "别人刚刚改过这一项，您的修改没有保存",
        "someone else has changed this since you read it, your edit was not saved",
        "Reload, look at the new state and edit again.",
        "请刷新，看过新内容后再改。",
    )
    VALUE = (
        "value",
        "内容不能保存",
        "this cannot be stored",
        "Correct it and try again.",
        "请更正后重试。",
    )
    OTHER = (
        "other",
        "自有数据出了意外问题，没有保存",
        "the store failed in an unexpected way, nothing was saved",
        "Try again; if it stays, keep a copy of the store and tell whoever looks after the app.",
        "请重试；如仍出现，请保留数据文件并联系维护人员。",
    )


class StoreError(Exception):
    """The store cannot do what was asked; what it held before is untouched.

    Attributes
    ----------
    trouble : Trouble
        Why.
    where : str
        File, ``host/database`` or id concerned; never a password.
    zh, en : str
        What happened, where, what to do.
    """

    def __init__(self, trouble: Trouble, where: str = "", zh: str = "", en: str = "") -> None:
        self.trouble = trouble
        self.where = where
        place_zh, place_en = (f"（{where}）", f" ({where})") if where else ("", "")
        self.zh = f"{trouble.zh}{place_zh}。{zh}{trouble.meaning}"
        self.en = f"{trouble.en}{place_en}. {en}{' ' if en else ''}{trouble.definition}"
        super().__init__(self.en)


class Conflict(StoreError):  # noqa: N818 - it is what happened, and how pages speak of it
    """Someone else was faster.

    Attributes
    ----------
    who, at, action : str
        The change that came first: its author, time (UTC, ISO 8601) and kind.
    version : int
        The version there is now.
    """

    def __init__(self, where: str, *, who: str, at: str, action: str, version: int) -> None:
        self.who, self.at, self.action, self.version = who, at, action, version
        super().__init__(
            Trouble.CONFLICT,
            where,
            zh=f"修改人：{who}，时间：{at}。",
            en=f"Changed by {who} at {at} ({action}).",
        )


class NotThereError(StoreError):
    """A layer, row, note or change that does not exist or was deleted."""

    def __init__(self, where: str) -> None:
        super().__init__(Trouble.MISSING, where)


_OF_SQLITE = {
    sqlite3.SQLITE_BUSY: Trouble.LOCKED,
    sqlite3.SQLITE_LOCKED: Trouble.LOCKED,
    sqlite3.SQLITE_READONLY: Trouble.READ_ONLY,
    sqlite3.SQLITE_FULL: Trouble.FULL,
    sqlite3.SQLITE_CORRUPT: Trouble.DAMAGED,
    sqlite3.SQLITE_NOTADB: Trouble.DAMAGED,
    sqlite3.SQLITE_ERROR: Trouble.DAMAGED,  # a table or column of ours is missing
    sqlite3.SQLITE_CANTOPEN: Trouble.UNREACHABLE,
    sqlite3.SQLITE_IOERR: Trouble.UNREACHABLE,
    sqlite3.SQLITE_PERM: Trouble.REFUSED,
}
# Not "cannot be read" but "cannot be written": a quota, a limit or a full disk that says so late.
_WRITE_FAILED = frozenset(
    {
        sqlite3.SQLITE_IOERR_WRITE,
        sqlite3.SQLITE_IOERR_FSYNC,
        sqlite3.SQLITE_IOERR_DIR_FSYNC,
        sqlite3.SQLITE_IOERR_TRUNCATE,
        sqlite3.SQLITE_IOERR_SHMSIZE,
    }
)
# Beginnings of SQLSTATE codes, the longer ones first.
_OF_POSTGRES = (
    ("53100", Trouble.FULL),
    ("55P03", Trouble.LOCKED),
    ("57014", Trouble.LOCKED),
    ("40", Trouble.LOCKED),
    ("25006", Trouble.READ_ONLY),
    ("28", Trouble.REFUSED),
    ("42501", Trouble.REFUSED),
    ("42P", Trouble.DAMAGED),
    ("42703", Trouble.DAMAGED),
    ("XX", Trouble.DAMAGED),
    ("3D", Trouble.UNREACHABLE),
    ("08", Trouble.UNREACHABLE),
    ("57P", Trouble.UNREACHABLE),
    ("53", Trouble.UNREACHABLE),
)


def translate(error: SQLAlchemyError | OSError, where: str) -> StoreError:
    """A database's error as one of ours; its text is dropped, because it may hold data or secrets."""
    return StoreError(_trouble(error), where)


def _trouble(error: SQLAlchemyError | OSError) -> Trouble:
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", None)
        if code in _WRITE_FAILED:
            return Trouble.FULL
        return Trouble.OTHER if code is None else _OF_SQLITE.get(code & 0xFF, Trouble.OTHER)
    state = _state(cause)
    if state:
        return next((trouble for start, trouble in _OF_POSTGRES if state.startswith(start)), Trouble.OTHER)
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return Trouble.UNREACHABLE
    if isinstance(cause, OSError) or type(cause).__name__ == "InterfaceError":
        return Trouble.UNREACHABLE
    return Trouble.OTHER


def _state(error: BaseException | None) -> str:
    """SQLSTATE of the server's answer.

    The driver hides the answer behind a network error when the server, having refused, hangs up first.
    """
    while error is not None:
        answer = error.args[0] if error.args else None
        if isinstance(answer, dict):
            return str(answer.get("C", ""))
        error = error.__context__
    return ""
