"""What a briefing leaves out because the reader filtered the view it is made from."""

from corridors.briefing.desk import Desk
from corridors.vocabulary import Kind, State


def filtered(desk: Desk) -> tuple[str, ...]:
    """The filters in words, empty where everything is shown."""
    chosen = desk.filters
    corridors = desk.names(sorted(chosen.corridors))
    countries = desk.names(f"{Kind.COUNTRY}:{iso}" for iso in sorted(chosen.countries))
    states = desk.join(desk.term(state) for state in State if state in chosen.states)
    industries = desk.names(sorted(chosen.industries))
    said = [part for part in (corridors, countries, states, industries, chosen.clause or "") if part]
    return (desk.say("filtered", what=" + ".join(said)),) if said else ()
