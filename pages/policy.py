"""What do the policies say, who acts, what is covered, what became of it, and what comes next?"""

import streamlit as st

from corridors.ui import (
    frame,
    policy_add,
    policy_coverage,
    policy_desk,
    policy_duty,
    policy_reading,
    policy_targets,
)

VIEWS = {
    "reading": policy_reading.show,
    "duty": policy_duty.show,
    "coverage": policy_coverage.show,
    "targets": policy_targets.show,
    "add": policy_add.show,
}

page = frame.open_page("policy", *policy_desk.params())
VIEWS[st.session_state["desk"]](page)
page.close()
