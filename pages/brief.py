"""What does one take along to a meeting about a corridor, a country, a zone or a clause?"""

import streamlit as st

from corridors.ui import brief, frame, state
from corridors.ui.library import library

page = frame.open_page("brief", *brief.params(library().catalog))
page.head()
catalog, lang = page.catalog, state.lang()
chosen = brief.subject(catalog, state.selection(), lang)

asking, showing = st.columns([1, 1.1], gap="large")
with asking:
    brief.chooser(catalog, chosen, lang)
    if chosen:
        how = brief.choices(catalog, chosen, lang)
        brief.downloads(catalog, chosen, how, lang)
    else:
        brief.hint(catalog, lang)
with showing, st.container(key="detail"):
    if chosen and how:
        brief.preview(catalog, chosen, how, lang)
page.close()
