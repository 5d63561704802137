"""The ways in which people use a page: each follows links, ticks boxes and writes."""

import pytest

#: More presses of a key than anybody should need.
MOST_PRESSES = 150


class Pointer:
    def follow(self, target):
        target.click()

    tick = follow

    def write(self, field, text):
        field.fill(text)
        field.locator("xpath=following-sibling::button").click()


class Keyboard:
    """Nothing but the keys; what they cannot reach fails."""

    def __init__(self, keys):
        self.keys = keys

    def reach(self, target):
        for _ in range(MOST_PRESSES):
            if target.evaluate("target => target === document.activeElement"):
                return
            self.keys.press("Tab")
        pytest.fail(f"the keyboard does not reach {target}")

    def follow(self, target):
        self.reach(target)
        self.keys.press("Enter")

    def tick(self, box):
        self.reach(box)
        self.keys.press("Space")

    def write(self, field, text):
        self.reach(field)
        self.keys.type(text)
        self.keys.press("Enter")
