"""The filters by actor, deaths and doubts on the page, and the rail that folds."""

import pytest
from playwright.sync_api import expect

import geodata
from geodata import Filter
from geodata.search import searchable
from tests.e2e.conftest import ASSETS, PHONE, served
from tests.e2e.test_access import violations
from tests.e2e.test_page import asked, until
from tests.geodata.rows import a_store, an_incident

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),  # flask-compress leaves assets to the collector
]

NAMES = ("Jaysh al-Islām", "جيش الإسلام", "Hayʼat Taḥrīr al-Shām", "Civilians", "Ahrar ash-Sham", "Army (2000-2024)")
READY = "() => window.hauran?.engine?.ready && hauran.engine.state.counts"
GROUPS = tuple(f"Group {n}" for n in range(60))


def rows():
    """A hundred incidents; the n-th of NAMES is in more of them than the next."""
    for n in range(100):
        yield an_incident(
            n,
            actor1=NAMES[min(n % 10, 5)] if n % 10 < 8 else None,
            actor2=GROUPS[n % 60] if n % 3 else "Civilians",
            status="reported" if n % 4 else "aggregate",
            fatalities_best=None if n % 5 == 0 else n % 7,
            match_guessed=n % 20 == 0,
            url="https://example.org" if n % 2 else None,
            quote="It was so.",
        )


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return a_store(tmp_path_factory.mktemp("filters"), list(rows()))


@pytest.fixture(scope="module")
def shown_at(store):
    with served(store) as address:
        yield address


@pytest.fixture
def opened(page, shown_at):
    """Opens the page at a query."""

    def open_(query=""):
        page.goto(f"{shown_at}?{query}")
        page.wait_for_function(READY)
        return page

    return open_


def number(store, **where):
    return geodata.summary(store, Filter(**where)).incidents


def actors(page):
    return page.locator("#actor-list .choice-name").all_inner_texts()


def test_the_eight_commonest_actors_are_listed_with_their_counts(opened, store):
    page = opened()
    expect(page.locator("#actor-list .choice")).to_have_count(8)
    wanted = geodata.per_actor(store).head(8)
    assert page.locator("#actor-list .count").all_inner_texts() == [str(n) for n in wanted["incidents"]]
    assert actors(page)[0] == wanted["actor"].iloc[0] == "Civilians"
    expect(page.locator("#actor-more")).to_have_text(f"{len(geodata.per_actor(store)) - 8} more")


def test_an_actor_is_chosen_found_in_the_address_and_undone_by_its_chip(opened, store):
    page = opened()
    name = "جيش الإسلام"
    page.locator("#actor-list").get_by_role("checkbox", name=name).check()
    until(page, number(store, actors=(name,)))
    page.wait_for_function("() => new URLSearchParams(location.search).get('actor')")
    assert asked(page)["actor"] == [name]
    expect(page.locator("#actors-section .chosen")).to_have_text("1 chosen")
    assert actors(page)[0] == name
    page.get_by_role("button", name=f"Undo the filter {name}").click()
    until(page, 100)
    expect(page.locator("#actors-section .chosen")).to_have_text("")


def test_the_chosen_actor_keeps_the_focus_when_it_moves_to_the_top(opened):
    page = opened()
    box = page.locator("#actor-list").get_by_role("checkbox").nth(4)
    name = box.input_value()
    box.focus()
    page.keyboard.press("Space")
    page.wait_for_function("(name) => document.querySelector('#actor-list input').value === name", arg=name)
    assert page.evaluate("() => document.activeElement.value") == name


def test_an_actor_is_found_by_any_of_its_letters(opened):
    page = opened()
    for words, found in (("jaysh islam", 0), ("الاسلام", 1), ("TAHRIR", 2), ("sham ash", 4)):
        page.get_by_label("Find an actor").fill(words)
        expect(page.locator("#actor-list .choice-name")).to_have_text([NAMES[found]])


def test_a_search_that_finds_none_says_so_and_keeps_the_chosen(opened):
    page = opened("actor=Civilians")
    page.get_by_label("Find an actor").fill("zzz")
    expect(page.locator("#actor-more")).to_have_text("No other actor has this name")
    assert actors(page) == ["Civilians"]


def test_more_actors_are_listed_on_demand_and_fewer_again(opened, store):
    page = opened()
    page.locator("#actor-more").get_by_role("button", name="more").click()
    expect(page.locator("#actor-list .choice")).to_have_count(min(48, len(geodata.per_actor(store))))
    page.locator("#actor-more").get_by_role("button", name="Fewer").click()
    expect(page.locator("#actor-list .choice")).to_have_count(8)


def test_counts_of_actors_follow_the_window_and_leave_their_own_filter_open(opened, store):
    page = opened("status=aggregate&actor=Civilians")
    wanted = geodata.per_actor(store, Filter(statuses=("aggregate",), actors=("Civilians",)))
    told = dict(zip(wanted["actor"], wanted["incidents"], strict=True))
    for line in page.locator("#actor-list .choice").all():
        assert line.locator(".count").inner_text() == str(told[line.locator(".choice-name").inner_text()])


def test_deaths_at_least_leave_out_what_states_none_unless_it_is_kept(opened, store):
    page = opened()
    keep = page.get_by_role("checkbox", name="keep what states no number")
    expect(keep).to_be_disabled()
    page.get_by_label("Deaths at least").fill("5")
    until(page, number(store, deaths_least=5))
    expect(page.locator('[data-count="deaths least"]')).to_have_text(str(number(store, deaths_least=5)))
    keep.check()
    until(page, number(store, deaths_least=5, deaths_unstated=True))
    expect(page.locator(".chip")).to_contain_text("at least 5 deaths, or not stated")
    page.wait_for_function("() => location.search.includes('deaths=5&unstated=on')")
    page.get_by_role("button", name="Reset").click()
    until(page, 100)
    expect(page.get_by_label("Deaths at least")).to_have_value("")
    expect(keep).not_to_be_checked()


def test_doubts_are_shown_alone_or_left_out_and_never_both(opened, store):
    page = opened()
    expect(page.locator('[data-share="no-link"]')).to_have_text("50%")
    expect(page.get_by_text("no quote")).to_have_count(0)
    only, without = (page.get_by_role("checkbox", name=f"{sign}: no link to a source") for sign in ("only", "without"))
    only.check()
    until(page, number(store, doubts=("no-link",)))
    expect(page.locator('[data-count="doubt no-link"]')).to_have_text("50")
    without.check()
    expect(only).not_to_be_checked()
    until(page, number(store, doubts=("-no-link",)))
    expect(page.locator(".chip")).to_have_text("without: no link to a source")
    assert asked(page)["doubt"] == ["-no-link"]
    page.locator(".chip").click()
    until(page, 100)


def test_the_address_restores_actors_deaths_and_doubts(opened, store):
    where = {"actors": ("Civilians", NAMES[0]), "deaths_least": 1, "deaths_unstated": True, "doubts": ("-mended",)}
    page = opened(f"actor=Civilians&actor={NAMES[0]}&deaths=1&unstated=on&doubt=-mended&actor=Nobody")
    until(page, number(store, **where))
    expect(page.locator(".chip")).to_have_count(4)
    expect(page.locator("#actor-list input:checked")).to_have_count(2)
    expect(page.get_by_label("Deaths at least")).to_have_value("1")


def test_the_table_shows_what_the_engine_counts(opened, store):
    page = opened("actor=Civilians&deaths=2&doubt=no-link&table=on")
    until(page, number(store, actors=("Civilians",), deaths_least=2, doubts=("no-link",)))
    page.get_by_role("gridcell", name="Dar‘ā").first.wait_for()
    shown = page.evaluate("async () => (await dash_ag_grid.getApiAsync('table')).getDisplayedRowCount()")
    assert str(shown) == page.locator("#figure-incidents").inner_text()


def test_a_sub_type_counts_and_shows_what_it_names(opened, tmp_path, page):
    made = [an_incident(n, event_type="Battles", sub_event_type="Armed clash" if n < 3 else None) for n in range(5)]
    with served(a_store(tmp_path, [*made, an_incident(9)])) as address:
        page.goto(address)
        page.wait_for_function(READY)
        until(page, 6)
        choice = page.locator("#types-section .choice.sub", has_text="Armed clash")
        expect(choice.locator(".count")).to_have_text("3")
        choice.get_by_role("checkbox").check()
        until(page, 3)
        expect(page.locator("#actors-section")).to_be_hidden()


@pytest.mark.parametrize("context", [{}], indirect=True)
def test_a_folded_section_stays_folded_and_says_what_is_chosen_in_it(opened):
    page = opened("status=aggregate")
    head = page.locator("#statuses-section summary")
    expect(head).to_contain_text("1 chosen")
    head.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("checkbox", name="aggregate")).to_be_hidden()
    opened("status=aggregate")
    expect(page.get_by_role("checkbox", name="aggregate")).to_be_hidden()
    expect(page.locator("#statuses-section summary")).to_contain_text("1 chosen")


def test_tab_goes_through_a_section_from_its_head_to_its_choices(opened):
    page = opened()
    page.locator("#actors-section summary").focus()
    seen = []
    for _ in range(4):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("() => document.activeElement.id || document.activeElement.value"))
    assert seen == ["actor-search", *actors(page)[:3]]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious_in_the_rail(opened, theme):
    page = opened(f"theme={theme}&actor=Civilians&deaths=1&doubt=no-link")
    assert violations(page) == []
    page.get_by_label("Find an actor").fill("zzz")
    expect(page.locator("#actor-more p")).to_be_visible()
    assert violations(page) == []


@pytest.mark.parametrize("context", [{"viewport": PHONE, "has_touch": True}], indirect=True)
def test_on_a_phone_the_later_sections_open_at_a_touch(opened, store):
    page = opened()
    page.get_by_role("button", name="Filters", exact=True).click()
    expect(page.get_by_label("Find an actor")).to_be_hidden()
    page.locator("#actors-section summary").tap()
    page.get_by_role("checkbox", name="Civilians").check()
    page.get_by_role("button", name="Close the filters").click()
    until(page, number(store, actors=("Civilians",)))
    assert page.evaluate("() => document.documentElement.scrollWidth") <= PHONE["width"]


WORDS = (*NAMES, "Dar‘ā", "إبطع", "١٢ قتيلاً", "Straße ÉGLISE", "كتيبة  الفاروق-حمص", "ł'Øsť (№ 3)", "", " - ")


def test_names_are_folded_as_the_store_folds_them(page):
    page.set_content("")
    for name in ("a-hauran", "actors"):
        page.add_script_tag(path=ASSETS / f"{name}.js")
    assert page.evaluate("(words) => words.map(hauran.actors.fold)", list(WORDS)) == [searchable(w) for w in WORDS]
