"""Plays the tutorial "FastAPI ORM relationships" over REST, with Python's standard library alone.

    TRELLIS_URL=http://127.0.0.1:3000 TRELLIS_KEY=<secret of one of SERVICE_KEYS> python3 tutorial.py

It deletes what it creates. An outcome that is not the tutorial's ends it with an AssertionError.
"""

import json
import os
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

API = os.environ["TRELLIS_URL"] + "/api"
KEY = os.environ["TRELLIS_KEY"]


def call(method, path, body=None):
    """The status and the JSON of a response; refusals too."""
    request = Request(API + path, method=method, headers={"authorization": "Bearer " + KEY})
    if body is not None:
        request.add_header("content-type", "application/json")
        request.data = json.dumps(body).encode()
    try:
        with urlopen(request) as response:
            text = response.read()
            return response.status, json.loads(text) if text else None
    except HTTPError as error:
        return error.code, json.load(error)


def ok(method, path, body=None):
    status, answer = call(method, path, body)
    assert status < 300, (method, path, status, answer)
    return answer


def refused(expected, method, path, body=None):
    status, answer = call(method, path, body)
    assert (status, answer["reason"]) == expected, (method, path, status, answer)


# One-to-one: a user and a profile.
user = ok("POST", "/users/", {"username": "tutorial", "email": "tutorial@example.com"})["id"]
ok("POST", f"/users/{user}/profile/", {"fullName": "John Doe", "bio": "Writes about trees"})
refused((409, "PROFILE_EXISTS"), "POST", f"/users/{user}/profile/", {"fullName": "Johnny"})
refused((409, "USERNAME_TAKEN"), "POST", "/users/", {"username": "Tutorial", "email": "other@example.com"})
assert ok("GET", f"/users/{user}")["profile"]["fullName"] == "John Doe"
print("one-to-one")

# One-to-many: a user and posts.
first = ok("POST", f"/users/{user}/posts/", {"title": "First post", "content": "Hello, trees"})["id"]
ok("POST", f"/users/{user}/posts/", {"title": "Second post", "content": "About tutorialwords"})
assert [post["title"] for post in ok("GET", f"/users/{user}/posts/")["items"]] == ["Second post", "First post"]
refused((404, "USER_NOT_FOUND"), "POST", "/users/999999999/posts/", {"title": "Orphan", "content": "By nobody"})
print("one-to-many")

# Many-to-many: posts and tags.
tags = [ok("POST", "/tags/", {"name": name})["id"] for name in ("tutorial python", "tutorial databases")]
for tag in tags:
    ok("POST", f"/posts/{first}/tags/{tag}")
assert {tag["id"] for tag in ok("GET", f"/posts/{first}")["tags"]} == set(tags)
assert [post["id"] for post in ok("GET", f"/tags/{quote('Tutorial Python')}/posts/")["items"]] == [first]
refused((404, "TAG_NOT_FOUND"), "POST", f"/posts/{first}/tags/999999999")
print("many-to-many")

# Eager loading: users with their profile and their newest posts.
page = ok("GET", "/users/efficient/?q=tutorial")
assert [len(found["posts"]["items"]) for found in page["items"] if found["id"] == user] == [2]
print("eager loading")

# Self-referential: employees and their managers.
grace = ok("POST", "/employees/", {"name": "Tutorial Grace", "title": "Director"})["id"]
alan = ok("POST", "/employees/", {"name": "Tutorial Alan", "managerId": grace})["id"]
assert [report["id"] for report in ok("GET", f"/employees/{grace}")["subordinates"]] == [alan]
refused((409, "CYCLE"), "PUT", f"/employees/{grace}/manager", {"managerId": alan})
print("self-referential")

# Statistics and search.
assert ok("GET", "/blog-stats/")["postCount"] >= 2
assert [hit["post"]["title"] for hit in ok("GET", "/search/?q=TUTORIALWORDS")["items"]] == ["Second post"]
print("statistics and search")

# Cascade: posts and profile go with the user, tags stay.
assert ok("DELETE", f"/users/{user}")["deleted"]["posts"] == 2
refused((404, "POST_NOT_FOUND"), "GET", f"/posts/{first}")
for tag in tags:
    ok("GET", f"/tags/{tag}")
    ok("DELETE", f"/tags/{tag}")
ok("DELETE", f"/employees/{grace}?subordinates=cascade")
print("cascade")
