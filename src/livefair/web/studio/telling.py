"""On air: a brand's story card, shown to the room by one tap."""

from litestar import Router, post

from livefair.live.story_cards import show_story
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest


@post("/rooms/{room_id:str}/stories/{story_id:str}")
async def show_card(request: AppRequest, room_id: Id, story_id: Id) -> Answer:
    await request.write(show_story, room_id, story_id)
    return request.go(f"/studio/rooms/{room_id}", toast="story_shown")


router = Router("/", route_handlers=[show_card])
