"""People who use a keyboard or a screen reader: axe finds nothing but minor things, in every state of the page."""

from importlib.resources import files

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import PHONE
from tests.e2e.test_page import at, opened, until

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),  # flask-compress leaves assets to the collector
]

AXE = files("axe_playwright_python") / "axe.min.js"
RUN = """async () => (await axe.run(document, { resultTypes: ["violations"] })).violations
  .filter(({ impact }) => impact !== "minor")
  .flatMap(({ id, impact, nodes }) => nodes.map(({ target, failureSummary }) =>
    `${impact} ${id}: ${target.join(" ")} (${failureSummary.split("\\n")[1]?.trim()})`))"""


def violations(page):
    """What axe finds that is more than minor: impact, rule, selector and why."""
    if not page.evaluate("() => 'axe' in window"):
        page.add_script_tag(path=AXE)
    page.wait_for_function("() => document.getAnimations().every((a) => a.playState !== 'running')")
    return page.evaluate(RUN)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_but_minor_things(page, address, sample_store, theme):
    _, _, ids = at(sample_store, "Hadar")
    opened(page, address, f"theme={theme}&to=2018-07-20")
    found = {"plain": violations(page)}
    page.locator("#from").click()
    page.locator(".mantine-DateInput-weekday").first.wait_for()
    # Mantine lays it over the page outside of any landmark, which is moderate
    found["calendar"] = [fault for fault in violations(page) if not fault.startswith("moderate")]
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Table of the incidents shown").click()
    page.get_by_role("gridcell", name="Nawa").first.wait_for()
    found["table"] = violations(page)
    page.evaluate("(id) => hauran.setProps('selected', { data: { incident: id } })", ids[0])
    expect(page.locator("#card")).to_contain_text("Licence")
    page.locator(".ag-row-selected [col-id='when']").wait_for()
    page.wait_for_function(
        "() => [...document.querySelectorAll('.ag-row')].every((row) => row.querySelector('.ag-cell'))"
    )
    found["card"] = violations(page)
    page.locator("#figure-displaced").click()
    page.get_by_role("heading", name="People displaced").wait_for()
    found["displaced"] = violations(page)
    page.evaluate(
        "() => { hauran.setProps('regions', { value: ['SY-QU'] }); hauran.setProps('draw-as', { value: 'regions' }); }"
    )
    expect(page.locator(".chip")).to_have_count(1)
    page.get_by_role(
        "button", name="Table of the incidents shown"
    ).click()  # at this width the key has no room beside both
    page.locator("#region-key > div").first.wait_for()
    found["filtered, by region"] = violations(page)
    page.evaluate("() => hauran.setProps('text', { value: 'nothing like it' })")
    until(page, 0)
    found["nothing found"] = violations(page)
    assert {state: faults for state, faults in found.items() if faults} == {}


@pytest.mark.parametrize("context", [{"viewport": PHONE, "has_touch": True}], indirect=True)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_but_minor_things_on_a_phone(page, address, theme):
    opened(page, address, f"theme={theme}")
    found = {"plain": violations(page)}
    page.get_by_role("button", name="Filters", exact=True).click()
    page.get_by_role("checkbox", name="Quneitra").wait_for()
    found["filters"] = violations(page)
    assert {state: faults for state, faults in found.items() if faults} == {}


def test_axe_finds_nothing_but_minor_things_where_there_is_nothing(page, empty_address):
    page.goto(empty_address)
    expect(page.locator("#notice")).to_contain_text("python -m geodata import")
    assert violations(page) == []


FOCUSED = """() => {
  const on = document.activeElement;
  if (on === document.body) return null;
  const around = [on, on.parentElement, on.nextElementSibling, on.closest("[role=gridcell], [role=columnheader]")].filter(Boolean);
  const look = () => JSON.stringify(around.map((part) => {
    const { outlineStyle, outlineColor, boxShadow, borderColor, backgroundColor } = getComputedStyle(part);
    return [outlineStyle, outlineColor, boxShadow, borderColor, backgroundColor];
  }));
  const box = (on.tagName === "INPUT" ? on.parentElement : on).getBoundingClientRect(), focused = look();
  on.blur();
  const seen = look() !== focused;
  on.focus();
  return { id: on.id || on.className, small: box.width * box.height === 0, seen };
}"""
"""What has the focus, whether it takes room, and whether it looks otherwise than without it; null for nothing."""


def test_every_control_is_reached_by_tab_and_seen(page, address):
    opened(page, address)
    reached = []
    for _ in range(90):
        page.keyboard.press("Tab")
        told = page.evaluate(FOCUSED)
        if not told:
            break
        reached.append(told)
    wanted = {"rail-toggle", "text", "table-toggle", "theme-toggle", "from", "to", "play", "step-back", "step-on"}
    assert wanted | {"figure-displaced", "all-time", "zoom", "pane"} <= {told["id"] for told in reached}
    assert [told["id"] for told in reached if told["small"]] == []
    assert [told["id"] for told in reached if not told["seen"]] == []


def test_what_changed_is_said_to_those_who_do_not_see_it(page, address):
    opened(page, address)
    expect(page.locator("#live")).to_contain_text("56 incidents")
    page.get_by_role("checkbox", name="Quneitra").check()
    expect(page.locator("#live")).to_contain_text("2 incidents, ")
    assert page.locator("#live").get_attribute("aria-live") == "polite"


@pytest.mark.parametrize(
    ("context", "fade_ms"), [({}, 0), ({"reduced_motion": "no-preference"}, 300)], indirect=["context"]
)
def test_names_on_the_map_fade_in_for_those_alone_who_want_motion(page, address, fade_ms):
    opened(page, address)
    assert page.evaluate("() => hauran.glass.inner()._fadeDuration") == fade_ms
