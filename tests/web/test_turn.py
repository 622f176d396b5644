import base64
import hmac
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from livefair.media import RemoteEngine, issue_ticket
from livefair.web.services import Services
from livefair.web.turn import TTL_S, ice_links
from tests.media.conftest import KEY, settings
from tests.web.rooms import served

NOW_MS = 1_790_000_000_000
URLS = ("stun:turn.fair.example:3478", "turn:turn.fair.example:3478?transport=tcp")


def test_a_relay_is_named_with_a_password_that_its_server_can_check() -> None:
    stun, turn = ice_links(URLS, "shared", "ada", now_ms=NOW_MS)
    assert stun == '<stun:turn.fair.example:3478>; rel="ice-server"'
    user = f"{NOW_MS // 1000 + TTL_S}:ada"
    password = base64.b64encode(hmac.digest(b"shared", user.encode(), "sha1")).decode()
    assert turn == (
        f'<turn:turn.fair.example:3478?transport=tcp>; rel="ice-server"; username="{user}"; '
        f'credential="{password}"; credential-type="password"'
    )
    assert ice_links((), "", "ada", now_ms=NOW_MS) == []


@pytest.mark.parametrize(("path", "action"), [("/whip/room", "publish"), ("/whep/room", "play")])
async def test_who_has_a_ticket_is_told_of_the_relay_and_nobody_else(
    services: Services, tmp_path: Path, path: str, action: str
) -> None:
    web = replace(services.settings, turn_urls=URLS, turn_secret="shared")
    media = RemoteEngine("http://127.0.0.1:9", "no key", settings(tmp_path))
    now_ms = services.db.clock()
    good, _ = issue_ticket(KEY, action, "room", "ada", 60, now_ms)  # type: ignore[arg-type]  # one of the two words
    other, _ = issue_ticket(KEY, action, "other", "ada", 60, now_ms)  # type: ignore[arg-type]  # one of the two words
    async with (
        served(replace(services, settings=web, media=media)) as address,
        httpx.AsyncClient(base_url=f"http://{address}", trust_env=False) as http,
    ):
        told = await http.request("OPTIONS", path, headers={"Authorization": f"Bearer {good}"})
        assert (told.status_code, told.headers["link"].count("ice-server")) == (204, 2)
        assert "shared" not in told.headers["link"]
        assert (await http.request("OPTIONS", f"{path}?token={good}")).status_code == 204
        for token in ("", other, "publish.ada.0.0.x"):
            assert (await http.request("OPTIONS", f"{path}?token={token}")).status_code == 403
