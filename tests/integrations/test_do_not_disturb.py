"""Do-not-disturb and the notification service's own description, asked of services on a bus and of the desktops' tools."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from crm_desktop.integrations.notifications import disturbance
from crm_desktop.integrations.notifications.absent import UnknownDisturbance
from crm_desktop.integrations.notifications.do_not_disturb import LinuxDisturbance
from crm_desktop.services.ports import DisturbanceReading, DoNotDisturb, NotificationServer
from tests.integrations.fake_services import Answer, FakeService, running
from tests.support.desktop import NOTIFICATIONS, GnomeDaemon, PrivateBus

pytestmark = pytest.mark.desktop

_SWAYNC = "org.erikreider.swaync.cc"
_DUNST = "org.dunstproject.cmd0"
_UNKNOWN = DisturbanceReading(DoNotDisturb.UNKNOWN)


def _service(bus: PrivateBus, name: str, **methods: Answer) -> FakeService:
    described: dict[str, Answer] = {
        "GetServerInformation": ("ssss", (name, "its maker", "1.9", "1.2")),
        "GetCapabilities": ("as", (["body", "actions"],)),
    }
    return FakeService(bus.address, (NOTIFICATIONS,), {**described, **methods})


def _tool(folder: Path, name: str, script: str) -> dict[str, str]:
    """A folder with one of the desktops' tools in it, and the environment in which it is found."""
    folder.mkdir(exist_ok=True)
    tool = folder / name
    tool.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    tool.chmod(0o755)
    return {"PATH": f"{folder}:{os.environ['PATH']}"}


# ------------------------------------------------------------------------------------------------------ on the bus


@pytest.mark.parametrize(("value", "state"), [(True, DoNotDisturb.ON), (False, DoNotDisturb.OFF)])
def test_plasma_says_whether_it_is_inhibited(own_bus: PrivateBus, value: bool, state: DoNotDisturb) -> None:
    service = _service(own_bus, "Plasma")
    service.properties[NOTIFICATIONS, "Inhibited"] = ("b", value)
    with running(service):
        assert LinuxDisturbance({}).reading() == DisturbanceReading(state, "Plasma")


@pytest.mark.parametrize(("value", "state"), [(True, DoNotDisturb.ON), (False, DoNotDisturb.OFF)])
def test_dunst_says_whether_it_is_paused(own_bus: PrivateBus, value: bool, state: DoNotDisturb) -> None:
    service = _service(own_bus, "dunst")
    service.properties[_DUNST, "paused"] = ("b", value)
    with running(service):
        assert LinuxDisturbance({}).reading() == DisturbanceReading(state, "dunst")


@pytest.mark.parametrize(("value", "state"), [(True, DoNotDisturb.ON), (False, DoNotDisturb.OFF)])
def test_swaync_is_asked_under_its_own_name(own_bus: PrivateBus, value: bool, state: DoNotDisturb) -> None:
    panel = FakeService(own_bus.address, (_SWAYNC,), {"GetDnd": ("b", (value,))})
    with running(_service(own_bus, "SwayNotificationCenter")), running(panel):
        assert LinuxDisturbance({}).reading() == DisturbanceReading(state, "SwayNotificationCenter")


@pytest.mark.parametrize(
    ("modes", "state"), [(["default", "do-not-disturb"], DoNotDisturb.ON), (["default"], DoNotDisturb.OFF)]
)
def test_mako_says_its_modes(own_bus: PrivateBus, modes: list[str], state: DoNotDisturb) -> None:
    with running(_service(own_bus, "mako", ListModes=("as", (modes,)))):
        assert LinuxDisturbance({}).reading() == DisturbanceReading(state, "mako")


def test_an_answer_of_another_shape_counts_for_nothing(own_bus: PrivateBus) -> None:
    service = _service(own_bus, "odd", GetDnd=("b", (True,)), ListModes=("i", (7,)))
    service.properties[NOTIFICATIONS, "Inhibited"] = ("s", "perhaps")
    service.properties[_DUNST, "paused"] = ("i", 1)
    with running(service):
        assert LinuxDisturbance({}).reading() == _UNKNOWN


def test_a_service_that_says_nothing_leaves_it_to_the_desktops_settings(own_bus: PrivateBus, tmp_path: Path) -> None:
    tools = _tool(tmp_path / "bin", "gsettings", "echo false")
    with running(_service(own_bus, "gnome-shell")):
        assert LinuxDisturbance({**tools, "XDG_CURRENT_DESKTOP": "GNOME"}).reading().state is DoNotDisturb.ON


@pytest.mark.parametrize("there", [False, True])
def test_without_an_answer_it_is_not_known(own_bus: PrivateBus, there: bool) -> None:
    if not there:
        assert LinuxDisturbance({}).reading() == _UNKNOWN
        assert LinuxDisturbance({}).server() is None
        return
    service = _service(own_bus, "hanging")
    service.hang()
    with running(service):
        assert LinuxDisturbance({}).reading() == _UNKNOWN


@pytest.mark.parametrize("address", ["disabled:", "unix:path=/nonexistent/bus"])
def test_without_a_bus_it_is_not_known(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    assert LinuxDisturbance({}).reading() == _UNKNOWN
    assert LinuxDisturbance({}).server() is None


def test_the_service_describes_itself(own_bus: PrivateBus) -> None:
    with running(_service(own_bus, "dunst")):
        assert LinuxDisturbance({}).server() == NotificationServer(
            "dunst", "its maker", "1.9", "1.2", ("body", "actions")
        )


def test_gnomes_real_daemon_describes_itself(daemon_on_screen: GnomeDaemon) -> None:
    found = disturbance().server()
    assert found is not None
    assert (found.name, found.vendor) == ("Notification Daemon", "GNOME")
    assert "actions" in found.capabilities


# -------------------------------------------------------------------------------------------- the desktops' settings

_NEVER_SET = """echo 'Property "/do-not-disturb" does not exist on channel "xfce4-notifyd".' >&2; exit 1"""


@pytest.mark.parametrize(
    ("desktop", "tool", "script", "expected"),
    [
        ("ubuntu:GNOME", "gsettings", "echo false", DisturbanceReading(DoNotDisturb.ON, "GNOME")),
        ("GNOME", "gsettings", "echo true", DisturbanceReading(DoNotDisturb.OFF, "GNOME")),
        ("X-Cinnamon", "gsettings", "echo false", DisturbanceReading(DoNotDisturb.ON, "Cinnamon")),
        ("MATE", "gsettings", "echo true", DisturbanceReading(DoNotDisturb.ON, "MATE")),
        ("MATE", "gsettings", "echo false", DisturbanceReading(DoNotDisturb.OFF, "MATE")),
        ("XFCE", "xfconf-query", "echo true", DisturbanceReading(DoNotDisturb.ON, "XFCE")),
        ("XFCE", "xfconf-query", "echo false", DisturbanceReading(DoNotDisturb.OFF, "XFCE")),
        ("XFCE", "xfconf-query", _NEVER_SET, DisturbanceReading(DoNotDisturb.OFF, "XFCE")),
        ("XFCE", "xfconf-query", "exit 1", _UNKNOWN),
        ("GNOME", "gsettings", "echo 'No such schema' >&2; exit 1", _UNKNOWN),
        ("GNOME", "gsettings", "exec sleep 60", _UNKNOWN),
        # The tool is there, but this desktop has nothing to do with it.
        ("KDE", "gsettings", "echo false", _UNKNOWN),
        ("", "gsettings", "echo false", _UNKNOWN),
    ],
)
def test_the_desktops_own_setting_is_read(
    own_bus: PrivateBus, tmp_path: Path, desktop: str, tool: str, script: str, expected: DisturbanceReading
) -> None:
    tools = _tool(tmp_path / "bin", tool, script)
    assert LinuxDisturbance({**tools, "XDG_CURRENT_DESKTOP": desktop}).reading() == expected


def test_a_desktop_without_its_tool_is_not_known(own_bus: PrivateBus, tmp_path: Path) -> None:
    environment = {"PATH": str(tmp_path), "XDG_CURRENT_DESKTOP": "XFCE"}
    assert LinuxDisturbance(environment).reading() == _UNKNOWN


def test_where_nothing_can_be_read_nothing_is_known() -> None:
    assert UnknownDisturbance().reading() == _UNKNOWN
    assert UnknownDisturbance().server() is None


def test_the_platforms_own_is_made_again_and_again() -> None:
    # A module of the function's name would take its place once it is loaded.
    assert [type(disturbance()) for _ in range(2)] == [LinuxDisturbance, LinuxDisturbance]
