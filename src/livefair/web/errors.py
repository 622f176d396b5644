"""What goes wrong, as an answer: a page, a fragment or problem+json (RFC 9457), never a stack trace."""

import msgspec
from litestar import Response
from litestar.enums import MediaType
from litestar.exceptions import HTTPException, ValidationException
from litestar.types import ExceptionHandlersMap

from livefair.kernel import Refusal
from livefair.kernel.log import log
from livefair.web.forms import BadForm, words_for
from livefair.web.requests import Answer, AppRequest, kept
from livefair.web.urls import sign_in_url
from livefair.web.words import general_sentence, refusal_errors, sentence

PROBLEM = "application/problem+json"
ACCEPTS_JSON = "application/json"


class Problem(msgspec.Struct, omit_defaults=True, kw_only=True):
    """`code` is stable for programs; `detail` is a sentence in the reader's language."""

    title: str
    status: int
    detail: str
    code: str
    type: str = "about:blank"
    params: dict[str, str | int] = {}
    errors: dict[str, str] = {}
    request_id: str = ""


def refused(request: AppRequest, refusal: Refusal) -> Answer:
    if refusal.status == 401 and not wants_json(request):
        return to_sign_in(request)
    text = sentence(refusal.code, refusal.params, request.locale, status=refusal.status)
    problem = Problem(
        title=general_sentence(refusal.status, request.locale),
        status=refusal.status,
        detail=text,
        code=refusal.code,
        params=dict(refusal.params),
        errors=refusal_errors(refusal, request.locale) if isinstance(refusal, BadForm) else {},
    )
    return answer(request, problem, headers_for(refusal))


def headers_for(refusal: Refusal) -> dict[str, str]:
    if refusal.status == 401:
        return {"WWW-Authenticate": "Bearer"}
    if refusal.status == 429:
        return {"Retry-After": str(refusal.params.get("seconds", 5))}
    return {}


def unanswerable(request: AppRequest, error: HTTPException) -> Answer:
    """What the framework itself refuses: unknown addresses, wrong methods, bodies that do not fit."""
    if error.status_code >= 500:
        return failed(request, error)
    status = 404 if isinstance(error, ValidationException) and _is_about_path(request, error) else error.status_code
    errors = _errors_of(request, error)
    code = "not_found" if status == 404 else ("bad_value" if errors else f"http_{status}")
    problem = Problem(
        title=general_sentence(status, request.locale),
        status=status,
        detail="; ".join(f"{name}: {text}" for name, text in errors.items())
        if errors and status != 404
        else general_sentence(status, request.locale),
        code=code,
        errors=errors if status != 404 else {},
    )
    return answer(request, problem, dict(error.headers or {}))


def failed(request: AppRequest, error: Exception) -> Answer:
    """A fault of ours: logged with the request's id, which is all that the client learns."""
    log.error("request_failed", path=request.scope["path"], method=request.method, exc_info=error)
    text = general_sentence(500, request.locale)
    return answer(request, Problem(title=text, status=500, detail=text, code="internal"), {})


def answer(request: AppRequest, problem: Problem, headers: dict[str, str]) -> Answer:
    request_id = kept(request.scope).request_id
    if wants_json(request):
        problem.request_id = request_id
        body = msgspec.json.encode(problem)
        return Response(body, status_code=problem.status, media_type=PROBLEM, headers=headers)
    pages, shell = request.services.pages, request.shell({})
    if request.is_fragment:
        html = pages.render("shared/_error.html", shell, {"text": problem.detail})
        headers = {**headers, "HX-Retarget": ".toasts", "HX-Reswap": "beforeend"}
    else:
        shown_id = request_id if problem.status >= 500 else None
        context = {"status": problem.status, "title": problem.title, "text": problem.detail, "request_id": shown_id}
        html = pages.render("shared/error.html", shell, context)
    return Response(html, status_code=problem.status, media_type=MediaType.HTML, headers=headers)


def to_sign_in(request: AppRequest) -> Answer:
    """A guest who wants a page gets the page after signing in; one who sent a form gets the form's page."""
    if request.method == "GET" and not request.is_fragment:
        query = request.scope["query_string"].decode("latin-1")
        return request.go(sign_in_url(request.scope["path"] + (f"?{query}" if query else "")))
    back = request.back(otherwise="/")
    return request.go(sign_in_url(back.headers.get("HX-Redirect") or back.headers.get("Location") or "/"))


def wants_json(request: AppRequest) -> bool:
    path = request.scope["path"]
    return path.startswith(("/api/", "/whip/", "/whep/")) or request.headers.get("accept", "").startswith(ACCEPTS_JSON)


def _errors_of(request: AppRequest, error: HTTPException) -> dict[str, str]:
    if not isinstance(error, ValidationException) or not isinstance(error.extra, list):
        return {}
    found = {}
    for each in error.extra[:20]:
        code, params = words_for(str(each.get("message", "")))
        found[str(each.get("key", "body"))[:80]] = sentence(code, params, request.locale, status=400)
    return found


def _is_about_path(request: AppRequest, error: ValidationException) -> bool:
    """An id that is none names nothing: that is "not found", not "bad request"."""
    keys = {each.get("key") for each in error.extra} if isinstance(error.extra, list) else set()
    return bool(keys & set(request.scope.get("path_params", {})))


EXCEPTION_HANDLERS: ExceptionHandlersMap = {
    Refusal: refused,  # type: ignore[dict-item]  # handlers take our own request class, which the app uses throughout
    HTTPException: unanswerable,  # type: ignore[dict-item]  # the same
    500: failed,  # type: ignore[dict-item]  # the same
}
