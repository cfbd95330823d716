"""A reader's tab on the page of own data, with the sheet of one layer open, without a browser."""

from typing import Any

from streamlit.testing.v1 import AppTest

from corridors import paths
from corridors.ui.texts import text


def shown(app: AppTest) -> str:
    """Our HTML but for style sheets."""
    return " ".join(h.proto.body for h in app.get("html") if "<style" not in h.proto.body)


class Tab:
    """One session on one own layer."""

    def __init__(self, slug: str, who: str = "", **params: str) -> None:
        self.app = AppTest.from_file(str(paths.ROOT / "app.py"), default_timeout=90)
        self.app.query_params.update({"own_view": "layers", "own_list": slug, **params})
        self.app.switch_page("pages/own.py").run()
        if who:
            self.app.text_input(key="own_signature").set_value(who).run()
        self.ok()

    def ok(self) -> "Tab":
        assert not self.app.exception, [e.message for e in self.app.exception]
        return self

    @property
    def grid(self) -> str:
        (editor,) = self.app.data_editor
        assert editor.key
        return editor.key

    @property
    def edits(self) -> dict[str, Any]:
        """What is typed into the sheet and not saved."""
        return dict(self.app.session_state[self.grid])

    @property
    def has_sheet(self) -> bool:
        return bool(self.app.data_editor)

    def type(
        self,
        edited: dict[int, dict[str, str]] | None = None,
        added: tuple[dict[str, str], ...] = (),
        removed: tuple[int, ...] = (),
    ) -> "Tab":
        """Edit cells, add and remove rows, without saving."""
        self.app.session_state[self.grid] = {
            "edited_rows": edited or {},
            "added_rows": list(added),
            "deleted_rows": list(removed),
        }
        self.app.run()
        return self.ok()

    def press(self, key: str) -> "Tab":
        self.app.button(key=key).click().run()
        return self.ok()

    def press_words(self, words: str) -> "Tab":
        (button,) = [b for b in self.app.button if b.label == text(words, "zh")]
        button.click().run()
        return self.ok()

    def save(self) -> "Tab":
        return self.press("own_save_rows")

    def look(self) -> "Tab":
        """Let the page run again, as any click does."""
        self.app.run()
        return self.ok()

    @property
    def said(self) -> str:
        app = self.app
        return " ".join(e.value for e in [*app.error, *app.warning, *app.info, *app.success]).replace(
            "\\", ""
        )

    @property
    def html(self) -> str:
        return shown(self.app)
