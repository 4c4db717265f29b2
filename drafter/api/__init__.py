"""What Python users and the command line call: load a library, make a draft, write it, read old speeches.

library = load()
made = make_draft(library, "work-conference-dashes", facts={"place": "青山县"})
save(made, Path("讲话.docx"))

Each name is imported when it is first asked for, so that a command pays only for what it uses.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from drafter.api.absorbing import Compared, Outcome, compare, new_recipe_path, save_outcome, take_over
    from drafter.api.candidates import extract
    from drafter.api.checking import Checked, CheckRequest, check_draft, check_files, files_to_check
    from drafter.api.comparing import Comparison, diff_files, save_diff
    from drafter.api.doctoring import Health, look_over
    from drafter.api.drafting import (
        Made,
        changes_since,
        is_file_name,
        make_draft,
        outline_of,
        outline_path,
        parse_setting,
        read_layer,
        recipe_path,
        revise_draft,
        save,
        save_outline,
    )
    from drafter.api.editing import Uses, change_library, tidy, where_used
    from drafter.api.explaining import explain
    from drafter.api.inspecting import finalize_file, inspect_file
    from drafter.api.loading import load
    from drafter.api.marking import annotate_stale, stale_in
    from drafter.api.mending import annotate_file, changes_of, repair, save_repair
    from drafter.api.outlines import outline_file
    from drafter.api.packaging import Packed, pack, save_package
    from drafter.api.searching import Hit, Narrowed, near_tags, search
    from drafter.api.sheeting import last_facts, merge_sheets, save_merged, save_sheet, save_sheets_by_office
    from drafter.assembly.revising import Edits
    from drafter.errors import InputError
    from drafter.library.outdating import Outdated, outdated
    from drafter.model.library import Library

HOMES = {
    "annotate_stale": "drafter.api.marking",
    "stale_in": "drafter.api.marking",
    "InputError": "drafter.errors",
    "Library": "drafter.model.library",
    "Made": "drafter.api.drafting",
    "Edits": "drafter.assembly.revising",
    "Comparison": "drafter.api.comparing",
    "Compared": "drafter.api.absorbing",
    "Outcome": "drafter.api.absorbing",
    "CheckRequest": "drafter.api.checking",
    "Checked": "drafter.api.checking",
    "Packed": "drafter.api.packaging",
    "pack": "drafter.api.packaging",
    "save_package": "drafter.api.packaging",
    "Outdated": "drafter.library.outdating",
    "Uses": "drafter.api.editing",
    "annotate_file": "drafter.api.mending",
    "change_library": "drafter.api.editing",
    "changes_of": "drafter.api.mending",
    "changes_since": "drafter.api.drafting",
    "check_draft": "drafter.api.checking",
    "check_files": "drafter.api.checking",
    "compare": "drafter.api.absorbing",
    "new_recipe_path": "drafter.api.absorbing",
    "save_diff": "drafter.api.comparing",
    "save_outcome": "drafter.api.absorbing",
    "take_over": "drafter.api.absorbing",
    "diff_files": "drafter.api.comparing",
    "explain": "drafter.api.explaining",
    "extract": "drafter.api.candidates",
    "files_to_check": "drafter.api.checking",
    "finalize_file": "drafter.api.inspecting",
    "inspect_file": "drafter.api.inspecting",
    "is_file_name": "drafter.api.drafting",
    "Health": "drafter.api.doctoring",
    "Hit": "drafter.api.searching",
    "Narrowed": "drafter.api.searching",
    "last_facts": "drafter.api.sheeting",
    "merge_sheets": "drafter.api.sheeting",
    "save_merged": "drafter.api.sheeting",
    "save_sheet": "drafter.api.sheeting",
    "save_sheets_by_office": "drafter.api.sheeting",
    "load": "drafter.api.loading",
    "look_over": "drafter.api.doctoring",
    "near_tags": "drafter.api.searching",
    "search": "drafter.api.searching",
    "make_draft": "drafter.api.drafting",
    "outdated": "drafter.library.outdating",
    "tidy": "drafter.api.editing",
    "where_used": "drafter.api.editing",
    "outline_file": "drafter.api.outlines",
    "outline_of": "drafter.api.drafting",
    "outline_path": "drafter.api.drafting",
    "parse_setting": "drafter.api.drafting",
    "read_layer": "drafter.api.drafting",
    "recipe_path": "drafter.api.drafting",
    "repair": "drafter.api.mending",
    "revise_draft": "drafter.api.drafting",
    "save": "drafter.api.drafting",
    "save_outline": "drafter.api.drafting",
    "save_repair": "drafter.api.mending",
}
"""Where each public name lives."""
__all__ = [
    "CheckRequest",
    "Checked",
    "Compared",
    "Comparison",
    "Edits",
    "Health",
    "Hit",
    "InputError",
    "Library",
    "Made",
    "Narrowed",
    "Outcome",
    "Outdated",
    "Packed",
    "Uses",
    "annotate_file",
    "annotate_stale",
    "change_library",
    "changes_of",
    "changes_since",
    "check_draft",
    "check_files",
    "compare",
    "diff_files",
    "explain",
    "extract",
    "files_to_check",
    "finalize_file",
    "inspect_file",
    "is_file_name",
    "last_facts",
    "load",
    "look_over",
    "make_draft",
    "merge_sheets",
    "near_tags",
    "new_recipe_path",
    "outdated",
    "outline_file",
    "outline_of",
    "outline_path",
    "pack",
    "parse_setting",
    "read_layer",
    "recipe_path",
    "repair",
    "revise_draft",
    "save",
    "save_diff",
    "save_merged",
    "save_outcome",
    "save_outline",
    "save_package",
    "save_repair",
    "save_sheet",
    "save_sheets_by_office",
    "search",
    "stale_in",
    "take_over",
    "tidy",
    "where_used",
]


def __getattr__(name: str) -> Any:
    """Import a public name from where it lives."""
    if name not in HOMES:
        raise AttributeError(f"module 'drafter.api' has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(HOMES[name]), name)
    return found
