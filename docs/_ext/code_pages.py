"""The page on codes, read from the table of the program itself."""

from itertools import groupby

INTRO = """# Codes for programs

Messages are for people: in three languages, and their words may change. Programs ask for the code,
which stays. Each problem of a model or scenario, each finding of `digisys check` and each error has one:

- in Python, `problem.code` of each of `error.problems`, `finding.code`, and `error.code`;
- with `--format json`, `"code"` of each of `"findings"`, and of `"error"` and its `"problems"` when a
  command fails; the message for people is on standard error as well.

A problem tells its place too: `file`, `line` and `column` in a text, `sheet` and `cell` in a spreadsheet.
The same table is `digisys.codes.CODES`. New codes may come with any release; the change log tells when one
goes.
"""
HEADS = {
    "file": ("The file", "Problems of a file as a whole."),
    "form": ("The form of a file", "What is wrong with the YAML of a model or scenario file."),
    "value": ("Keys and values", "What the [file format](format.md) does not allow."),
    "model": (
        "What a model says",
        "Contradictions between the parts of a model; some may be found in a scenario too.",
    ),
    "programme": ("What a programme says", "Contradictions in a programme, or with its model."),
    "scenario": ("What a scenario says", "Contradictions in a scenario, or with its model."),
    "result": ("Files of results", "Why `load_result` refuses a file."),
    "table": ("Tables", "Why a CSV file or an XLSX workbook, or a row of it, is refused."),
    "finding": ("Findings of a check", "What `digisys check` tells of a model that is valid."),
    "error": ("Other errors", "Why a question is not answered."),
}


def pages():
    """Return the page by file name."""
    from digisys.codes import CODES

    lines = [INTRO]
    for about, rows in groupby(CODES.items(), lambda item: item[1].about):
        title, told = HEADS[about]
        lines += [f"## {title}", "", told, "", "| code | meaning | cure |", "| --- | --- | --- |"]
        lines += [f"| `{code}` | {row.meaning} | {row.cure} |" for code, row in rows]
        lines.append("")
    return {"codes.md": "\n".join(lines)}
