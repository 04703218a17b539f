"""Every page of the web app has its picture in the docs."""

from tests.browser.web import screenshots
from tests.browser.web.harness import Width
from tests.browser.web.test_every_page import routes


def test_every_route_of_the_app_is_shown() -> None:
    assert {screen.route for screen in screenshots.SCREENS} == routes()


def test_the_page_of_screens_shows_them_all() -> None:
    assert screenshots.PAGE.read_text(encoding="utf-8") == screenshots.markdown()


def test_every_picture_is_there_and_none_is_left_over() -> None:
    wanted = {screenshots.file(screen, width) for screen in screenshots.SCREENS for width in Width}
    assert {path.name for path in screenshots.FOLDER.iterdir()} == wanted
