"""Where branches stand, and what they have in common."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from qmsctl.repo.git import Git

__all__ = ["common_ancestor", "controlled_tips", "name_at"]


def controlled_tips(git: Git, branches: Iterable[str]) -> dict[str, str | None]:
    """Return the last commit of each of *branches*: as origin has it, else as it is here.

    Where there is neither, the branch that origin has by default stands for it, and nothing (`None`) where
    there is no such branch; so it is with the name "" if *branches* are none.  In a repository that was
    never fetched from anywhere, a name without a branch is left out if another has one: it was renamed.
    """
    wanted: dict[str, tuple[str, ...]] = {
        name: (f"refs/remotes/origin/{name}", f"refs/heads/{name}") for name in branches
    }
    wanted = wanted or {"": ()}
    patterns = ["refs/remotes", *(ref for refs in wanted.values() for ref in refs)]
    answer = git.run("for-each-ref", "--format=%(objectname) %(refname)", *patterns)
    lines = answer.decode("utf-8", "surrogateescape").split("\n")
    known = {ref: commit for commit, _, ref in (line.partition(" ") for line in lines)}
    default = known.get("refs/remotes/origin/HEAD")
    tips = {
        name: next((known[ref] for ref in refs if ref in known), default) for name, refs in wanted.items()
    }
    if any(tips.values()) and not any(ref.startswith("refs/remotes/") for ref in known):
        return {name: tip for name, tip in tips.items() if tip}
    return tips


def common_ancestor(git: Git, commits: Collection[str]) -> str | None:
    """Return the last commit that all of *commits* stem from, or `None` if there is none."""
    different = sorted(set(commits))
    if len(different) == 1:
        return different[0]
    return git.ask("merge-base", "--octopus", *different) or None


def name_at(git: Git, commit: str, path: str) -> str | None:
    """Return git's name of the file *path*, seen from the top, in *commit*; `None` if it has none."""
    return git.ask("rev-parse", "--verify", "--quiet", "--end-of-options", f"{commit}:{path}") or None
