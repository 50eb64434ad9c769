"""What each code of a problem, a finding or an error means, and how to mend it.

Messages are for people, in three languages, and their words may change. A code is for
programs and stays: ``problem.code``, ``finding.code`` and ``error.code`` are keys of this
table, and so is ``"code"`` wherever an answer or an error is printed as JSON. A code may be
added in any release; one that is taken out is told in the changelog.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

__all__ = ["CODES", "Code"]


class Code(NamedTuple):
    """What a code means.

    Attributes
    ----------
    about
        What has such a code: ``file``, ``form`` (the YAML of a file), ``value`` (a key or
        value), ``model``, ``programme``, ``scenario``, ``result`` and ``table`` (their
        contents), ``finding`` (of ``check``), or ``error`` (any other error).
    meaning
        What is so, in a sentence.
    cure
        How to mend it; empty where nothing is to be mended.
    """

    about: str
    meaning: str
    cure: str = ""


#: Every code there is, in the order of the page on codes.
CODES: Mapping[str, Code] = MappingProxyType(
    {
        # The file as a whole.
        "no-such-model": Code(
            "file",
            "No bundled model and no file has this name.",
            "Give the path of a model file, or the name of a bundled model.",
        ),
        "no-such-file": Code("file", "There is no such file.", "Check the name and the folder."),
        "not-a-file": Code(
            "file", "The path is that of a folder, a pipe or a device.", "Name a file."
        ),
        "not-a-model": Code(
            "file", "The file that is followed holds no model any more.", "Save the model there."
        ),
        "forbidden-file": Code(
            "file",
            "You have no permission to read the file.",
            "Ask its owner for permission, or copy it to a folder of yours.",
        ),
        "unreadable-file": Code(
            "file",
            "The system does not hand the file over; the message says why.",
            "Do what the reason asks for, or copy the file elsewhere.",
        ),
        "file-too-large": Code(
            "file", "The file is larger than any model.", "Check that it is the right file."
        ),
        "not-a-text": Code(
            "file",
            "The file is a document, workbook or picture, not plain text.",
            "Name a plain text file in YAML.",
        ),
        "unknown-format": Code(
            "file",
            "The file is in no format of a map that is read.",
            "Save the map in one of the formats that the message lists.",
        ),
        "broken-map": Code(
            "file",
            "The file of another tool breaks off, or is larger than any map.",
            "Save the map anew in the program that made it.",
        ),
        "wrong-encoding": Code("file", "The file is not UTF-8.", "Save the file as UTF-8."),
        "empty-file": Code(
            "file", "The file holds nothing, or only comments.", "Start with “schema: 1”."
        ),
        "not-a-mapping": Code(
            "file",
            "The file is a list or a single text instead of keys and values.",
            "Start with “schema: 1”.",
        ),
        "wrong-version": Code(
            "file",
            "The file is in a version of the format that this release does not read.",
            "Update digisys, or bring the file up to date.",
        ),
        "too-many-problems": Code(
            "file",
            "So much is wrong that the rest is not listed.",
            "Mend what is listed, and check that it is the right file.",
        ),
        # The YAML of a file.
        "invalid-yaml": Code(
            "form",
            "The file cannot be understood from here on.",
            "Look for a missing quote, bracket or colon, or wrong indentation.",
        ),
        "merge-conflict": Code(
            "form",
            "Two versions of the file have been merged, but not to the end.",
            "Keep what is right of the two, and remove the marks.",
        ),
        "tab": Code("form", "A line is indented with a tab.", "Indent with spaces."),
        "wrong-indentation": Code(
            "form",
            "The indentation of a line fits no line above it.",
            "Indent it as the lines that it belongs with.",
        ),
        "missing-space": Code(
            "form", "No space follows a colon or dash.", "Write the space after it."
        ),
        "missing-colon": Code("form", "No colon follows a key.", "Write “key: value”."),
        "missing-comma": Code(
            "form",
            "No comma stands between the entries in brackets.",
            "Write the comma; put a text with a colon in quotes.",
        ),
        "decimal-comma": Code(
            "form", "A comma ends the number in brackets.", "Write a decimal point."
        ),
        "unquoted-text": Code(
            "form",
            "A text needs quotes: it starts with a sign of YAML's own, or holds a colon and a "
            "space.",
            "Put the whole text in quotes.",
        ),
        "unquoted-key": Code(
            "form", "YAML reads a key as something else than a word.", "Put the key in quotes."
        ),
        "empty-key": Code(
            "form", "Nothing stands before a colon.", "Write the key, or put the text in quotes."
        ),
        "compound-key": Code(
            "form",
            "A list or a group of keys stands where a key is expected.",
            "Use a word as the key; put a text that starts with a bracket in quotes.",
        ),
        "duplicate-key": Code("form", "A key is there twice.", "Keep one of the two."),
        "open-quote": Code("form", "A quote is not closed where its text ends.", "Close it there."),
        "text-after-quote": Code(
            "form", "More text follows a closing quote.", "Put the whole text in quotes."
        ),
        "invalid-escape": Code(
            "form",
            "A backslash in double quotes starts no sign that YAML knows.",
            "Write two backslashes, or use single quotes.",
        ),
        "open-bracket": Code("form", "A bracket is never closed.", "Close it."),
        "wrong-bracket": Code(
            "form", "A bracket is closed with one of the other kind.", "Close it with its own."
        ),
        "stray-bracket": Code(
            "form", "A bracket closes nothing.", "Remove it, or put the text in quotes."
        ),
        "text-after-bracket": Code(
            "form", "More text follows a closing bracket.", "Put the whole text in quotes."
        ),
        "stray-dash": Code(
            "form",
            "A dash is read as the start of a list.",
            "Start the list on the next line, or put the text in quotes.",
        ),
        "control-character": Code(
            "form",
            "The file holds an invisible control character.",
            "Delete it, and type the text around it again.",
        ),
        "yaml-alias": Code("form", "References (*) of YAML are not used.", "Write the value out."),
        "yaml-anchor": Code("form", "Anchors (&) of YAML are not used.", "Remove it."),
        "yaml-tag": Code("form", "Type marks (!) of YAML are not used.", "Remove it."),
        "yaml-merge-key": Code("form", "The merge key (<<) is not used.", "Write the keys out."),
        "yaml-directive": Code("form", "Directives (%) are not used.", "Remove the line."),
        "several-documents": Code(
            "form", "A second document starts in the file.", "Keep one in a file."
        ),
        "too-deep": Code(
            "form", "The file is nested deeper than any model.", "Check brackets and indentation."
        ),
        "too-many-values": Code(
            "form", "The file holds more values than any model.", "Check that it is the right file."
        ),
        # Keys and values.
        "unknown-key": Code(
            "value", "The key is not known here.", "Correct it, or remove it with its value."
        ),
        "missing-key": Code("value", "A key is missing.", "Add it with its value."),
        "wrong-key-type": Code(
            "value",
            "The key is a number where a word is expected, or the other way round.",
            "Use a word or a whole number, as the message says.",
        ),
        "missing-value": Code(
            "value", "A value is missing.", "Write it, or remove the whole line."
        ),
        "wrong-type": Code(
            "value",
            "Another kind of value is expected: a text, a number, a list, keys, true or false.",
            "Write a value of that kind.",
        ),
        "unquoted-value": Code(
            "value",
            "Without quotes, YAML reads the value as a date, a truth value, nothing, or another "
            "number.",
            "Put it in quotes, or write it as the message says.",
        ),
        "wrong-choice": Code(
            "value", "The word is not one of the choices.", "Write one of those listed."
        ),
        "malformed-name": Code(
            "value",
            "An id, language or name has signs that it may not have.",
            "Form it as in the example.",
        ),
        "wrong-range": Code(
            "value",
            "A range is not two numbers, the smaller one first.",
            "Write it as [low, high].",
        ),
        "wrong-point": Code(
            "value",
            "A point of a table is not two numbers.",
            "Write the level and its effect in brackets.",
        ),
        "number-too-small": Code("value", "The number is below its range.", "Give a larger one."),
        "number-too-large": Code("value", "The number is above its range.", "Give a smaller one."),
        "not-finite": Code("value", "The number is not finite.", "Give another number."),
        "too-few": Code("value", "Fewer entries are listed than needed.", "List more."),
        "too-many": Code("value", "More entries are listed than allowed.", "List fewer."),
        "empty-text": Code("value", "The text is empty.", "Write it, or remove the line."),
        "text-too-long": Code("value", "The text is too long.", "Shorten it."),
        "invalid-value": Code(
            "value", "The value breaks another rule of its field.", "See the message."
        ),
        # What is said in a model, and in scenarios alike.
        "unknown-variable": Code(
            "model",
            "A variable is named that is not defined.",
            "Define it, or correct the name.",
        ),
        "unknown-area": Code(
            "model", "An area is named that is not defined.", "Define it, or correct the name."
        ),
        "unknown-target": Code(
            "model", "A target is named that is not defined.", "Define it, or correct the number."
        ),
        "unknown-loop": Code(
            "model", "A loop is named that is not defined.", "Define it, or correct the name."
        ),
        "unknown-source": Code(
            "model", "A source is named that is not defined.", "Define it, or correct the name."
        ),
        "unknown-part": Code(
            "model", "The source has no such part.", "Define it, or correct the name."
        ),
        "duplicate-target": Code(
            "model", "A variable lists a target twice.", "Remove one of the two."
        ),
        "unknown-theme": Code(
            "model", "A theme is named that is not defined.", "Define it, or correct the name."
        ),
        "duplicate-theme": Code(
            "model", "A variable or link lists a theme twice.", "Remove one of the two."
        ),
        "empty-theme": Code(
            "model",
            "A theme is asked for that nothing carries.",
            "Let variables or links carry it, or ask for another.",
        ),
        "missing-span": Code(
            "model",
            "The time is not in years, and where it starts or ends is not told.",
            "Add the start and the end.",
        ),
        "duplicate-link": Code(
            "model",
            "Two links run from one variable to the same other, and nothing tells them apart.",
            "Keep one, and join their evidence; or give the other an id of its own.",
        ),
        "wrong-link-id": Code(
            "model",
            "The id of a link is not made of its ends.",
            "Write the ends, an arrow between them, and what tells the link from others.",
        ),
        "self-link": Code(
            "model",
            "A variable is linked to itself by a link that is not negative.",
            "Add the variable in between that carries the feedback.",
        ),
        "link-into-input": Code(
            "model",
            "A link runs into a variable of the role input.",
            "Give the variable the role stock or auxiliary, or remove the link.",
        ),
        "initial-without-stock": Code(
            "model",
            "A variable that is not a stock has a level to start from.",
            "Give it the role stock, or remove the line.",
        ),
        "chance-of-explicit-link": Code(
            "model",
            "An explicit link has a chance of being absent.",
            "Mark the link as ambiguous, or remove the chance.",
        ),
        "wrong-effect": Code(
            "model", "An effect has several shapes, or none.", "Keep one of them."
        ),
        "unsorted-table": Code(
            "model",
            "The levels of an effect by points do not rise from point to point.",
            "Order the points by rising level, each level once.",
        ),
        "falling-table": Code(
            "model",
            "An effect by points falls where the level of the source rises.",
            "Use the polarity negative, or split the link into two.",
        ),
        "unknown-modulated-link": Code(
            "model",
            "A link modulates a link that is not defined.",
            "Correct the ends, written as source->target.",
        ),
        "wrong-product": Code(
            "model",
            "A link modulates itself, a link into another variable, or one that modulates.",
            "Name another link into the same variable.",
        ),
        "bounded-accumulation": Code(
            "model",
            "Accumulating dynamics are given a bounded response.",
            "Leave the response out, or choose adjusting dynamics.",
        ),
        "duplicate-cycle": Code(
            "model", "Two cycles have one name.", "Give each cycle a name of its own."
        ),
        "repeated-member": Code(
            "model", "A cycle passes a variable twice.", "List each variable once."
        ),
        "missing-link": Code(
            "model",
            "A declared cycle needs a link that the model lacks.",
            "Add the link, or correct the order of the variables.",
        ),
        "wrong-loop-kind": Code(
            "model",
            "A loop is called reinforcing or balancing, and its signs say otherwise.",
            "Correct the kind, or the polarity of a link.",
        ),
        "duplicate-language": Code("model", "A language is listed twice.", "Remove one."),
        "too-many-languages": Code(
            "model", "Too many languages are listed.", "List those that every text is given in."
        ),
        "too-long-name": Code(
            "model",
            "A label, title or alias has more than a thousand letters.",
            "Give a short name, and tell the rest in the description.",
        ),
        "undeclared-language": Code(
            "model",
            "A text is given in a language that is not listed.",
            "List the language, or remove the text.",
        ),
        "missing-translation": Code(
            "model",
            "A text is missing in a language that is listed.",
            "Add it, or take the language out of “languages”.",
        ),
        "text-without-language": Code(
            "model",
            "A text is given once, though several languages are listed.",
            "Give it in each language.",
        ),
        "end-before-start": Code("model", "An end is not after its start.", "Give a later year."),
        "several-subjects": Code("model", "A slide shows several things.", "Make a slide of each."),
        "slide-scenario": Code(
            "model",
            "A slide's scenario does not fit what else it tells: none, a loop, or no moment of it.",
            "Name the scenario and a moment of its run, or take the line out.",
        ),
        # What is said in a programme.
        "unknown-key-result": Code(
            "programme",
            "A key result is named that is not defined.",
            "Define it, or correct the name.",
        ),
        "unknown-indicator": Code(
            "programme",
            "An indicator is named that is not defined.",
            "Define it, or correct the name.",
        ),
        "unknown-actor": Code(
            "programme", "An actor is named that is not defined.", "Define it, or correct the name."
        ),
        "unknown-note-kind": Code(
            "programme",
            "A kind of note is named that is not defined.",
            "Define it, or correct the name.",
        ),
        "unknown-item": Code(
            "programme",
            "A note belongs to something that the programme does not have.",
            "Correct the id, or take it out.",
        ),
        "belongs-to-itself": Code(
            "programme", "A note belongs to itself.", "Name something else, or take it out."
        ),
        "unknown-driver-kind": Code(
            "programme",
            "A kind of driver is named that is not defined.",
            "Define it, or correct the name.",
        ),
        "unknown-party": Code(
            "programme", "A party is named that the event has not.", "Add it, or correct the name."
        ),
        "unknown-sector": Code(
            "programme", "A sector is named that is not defined.", "Define it, or correct the name."
        ),
        "unknown-point": Code(
            "programme", "A point is named that the event has not.", "Add it, or correct the name."
        ),
        "unknown-trait": Code(
            "programme", "A trait is named that is not defined.", "Define it, or correct the name."
        ),
        "unknown-criterion": Code(
            "programme",
            "A criterion is named that is not defined, or of another kind.",
            "Define it, or correct the name.",
        ),
        "same-number": Code(
            "programme", "Two criteria have the same number.", "Give each its own number."
        ),
        "same-criterion": Code(
            "programme", "Two criteria have the same id.", "Give each its own id, in all sets."
        ),
        "no-such-part": Code(
            "programme",
            "The programme does not hold what is asked about.",
            "Write it in the file of the programme.",
        ),
        "goal-ways": Code(
            "programme", "A goal is given in no way, or in several.", "Give it in one way."
        ),
        "same-key-result": Code(
            "programme",
            "Two key results of a target have the same number.",
            "Give each its own number.",
        ),
        "reversed-lines": Code(
            "programme",
            "The last line of a place stands before the first.",
            "Write the smaller number first.",
        ),
        "no-programme": Code(
            "programme",
            "No programme comes with the model.",
            "Give the path of a programme file.",
        ),
        "nothing-to-join": Code(
            "programme",
            "Actions and indicators are to be joined to an answer that names no variables.",
            "Ask influence, causes, chains, loops, robust, simulate or compare.",
        ),
        "unknown-part-of-programme": Code(
            "programme",
            "What is to be joined to an answer is none of its parts.",
            "Name actions, drivers or indicators.",
        ),
        "unknown-mark": Code(
            "programme", "A drawing has no such mark.", "Name measured or pushed."
        ),
        "outside-theme": Code(
            "programme",
            "What is asked for does not carry the theme that was chosen.",
            "Ask without the theme, or see what carries it.",
        ),
        "no-themes": Code(
            "programme",
            "Themes are asked for of a model that defines none.",
            "Define them, and let variables or links carry them.",
        ),
        "unknown-kind": Code(
            "programme",
            "A programme holds no such kind of things.",
            "Ask for a kind that digisys programme lists.",
        ),
        "nothing-told": Code(
            "programme",
            "Nothing in the programme tells of what was asked for.",
            "Use fewer words, or see what digisys programme lists.",
        ),
        "other-programme": Code(
            "programme",
            "A file of notes belongs to another programme.",
            "Correct “programme” in it, or give it another name.",
        ),
        "other-model": Code(
            "programme",
            "The programme belongs to another model.",
            "Ask with its model, or correct “model” in the programme.",
        ),
        # What is said in a scenario, and whether it fits its model.
        "no-such-scenario": Code(
            "scenario",
            "No bundled scenario has this name.",
            "Give a path, or the name of a bundled one.",
        ),
        "circular-extends": Code(
            "scenario",
            "A scenario extends itself, or scenarios extend each other in a circle.",
            "Take one “extends” out.",
        ),
        "step-with-end": Code(
            "scenario", "A step has an end.", "Take “end” out, or write “shape: pulse”."
        ),
        "missing-end": Code("scenario", "A ramp or pulse has no end.", "Add “end”."),
        "factor-or-strength": Code(
            "scenario",
            "A change of a link gives neither or both of “factor” and “strength”.",
            "Give one of the two.",
        ),
        "wrong-action": Code(
            "scenario",
            "An input is pushed, or the level of another variable is set.",
            "Write “action: level” for inputs, “action: push” for others.",
        ),
        "several-ends": Code(
            "scenario",
            "An end of a link stands for several variables.",
            "Name variables rather than areas, targets or loops.",
        ),
        "unknown-link": Code(
            "scenario",
            "The view has no such link.",
            "Correct the ends, widen the view, or write “action: add”.",
        ),
        "duplicate-change": Code(
            "scenario",
            "A link changes its class of strength twice.",
            "Give one of the changes as a factor.",
        ),
        # Files of results.
        "unreadable-result": Code(
            "result", "The file cannot be read.", "Name a file written by save()."
        ),
        "not-a-result": Code(
            "result",
            "The file is not a result that digisys saved.",
            "Name a file written by save().",
        ),
        "wrong-result-version": Code(
            "result",
            "The result was saved in another version of the format.",
            "Read it with the digisys that wrote it, or make it again.",
        ),
        "damaged-result": Code(
            "result", "The file of a result is damaged.", "Make the result again."
        ),
        # Tables: CSV files and XLSX workbooks.
        "not-a-table": Code(
            "table",
            "The file is neither a text table nor an XLSX workbook.",
            "Save the table as CSV or as .xlsx without a password.",
        ),
        "invalid-csv": Code(
            "table",
            "The quotes of a row cannot be understood.",
            "Close each quote right before the sign between cells.",
        ),
        "damaged-workbook": Code(
            "table",
            "The workbook is damaged, or is none.",
            "Open it in a spreadsheet program and save it anew.",
        ),
        "workbook-too-large": Code(
            "table",
            "The workbook would take too much memory.",
            "Keep the sheets that are needed, and remove stray cells.",
        ),
        # Rows of observations.
        "empty-table": Code(
            "table", "The table has no row with a value.", "Write a row for each value."
        ),
        "missing-column": Code(
            "table",
            "No row heads the columns that are needed.",
            "Head them: indicator or variable, value and date.",
        ),
        "unknown-factor-question": Code(
            "table",
            "A row of a worksheet of factors does not tell which question it answers.",
            "Choose one of the three questions.",
        ),
        "unknown-sign": Code(
            "table",
            "A cell of a worksheet tells neither that something rises nor that it falls.",
            "Choose one of the two, or leave the cell empty.",
        ),
        "not-a-count": Code(
            "table", "A cell tells no number of people.", "Write a whole number from 1 up."
        ),
        "damaged-document": Code(
            "file",
            "The file is no Word document, or it is damaged.",
            "Open it in a text program and save it anew as .docx.",
        ),
        # Votes of a workshop.
        "not-votes": Code(
            "table",
            "The file holds no votes.",
            "Fill in a sheet of digisys workshop pack, or save the votes in the page anew.",
        ),
        "votes-for-another-model": Code(
            "table", "The votes are about another model.", "Name that model: --model FILE."
        ),
        "wrong-vote": Code(
            "table", "A vote is none of the choices.", "Choose one from the list of the cell."
        ),
        "wrong-ballot": Code(
            "table",
            "A ballot is told by a word that may be a name.",
            "Write a number or a code for each participant.",
        ),
        "wrong-count": Code(
            "table",
            "A number of cards is none, or more cards tell a sign than there are cards.",
            "Count each card once; leave empty what was not counted.",
        ),
        "unknown-card": Code(
            "table", "No link of the model has this code.", "Compare it with the card."
        ),
        "voted-twice": Code(
            "table", "A ballot votes twice on a link; the first counts.", "Keep one of the rows."
        ),
        "votes-differ": Code(
            "table",
            "Two files have the same ballot and different votes.",
            "Keep the one that was saved last.",
        ),
        "long-note": Code(
            "table", "A note is too long; the rest of it is left out.", "Shorten it."
        ),
        "missing-cell": Code(
            "table", "A row does not say what was measured.", "Name the indicator or the variable."
        ),
        "not-a-number": Code(
            "table",
            "A cell holds no number, or one that may mean two.",
            "Write a number without a sign between thousands, or “no data”.",
        ),
        "mixed-decimals": Code(
            "table",
            "A number has another decimal sign than most.",
            "Write all numbers with the same sign.",
        ),
        "impossible-date": Code(
            "table",
            "There is no such date, or it has no place in the model's time.",
            "Write a year, a month or a day, such as 2024, 2024-05 or 2024-05-17.",
        ),
        "out-of-scale": Code(
            "table",
            "A value lies outside its scale.",
            "Correct the value or its unit, or widen the scale.",
        ),
        "missing-scale": Code(
            "table",
            "Nothing says how values become levels.",
            "Add a table of scales, or use a unit that is known.",
        ),
        "wrong-scale": Code(
            "table", "A row of a table of scales tells no scale.", "Do as the message says."
        ),
        "wrong-uncertainty": Code(
            "table", "An uncertainty is not above 0.", "Give a standard deviation."
        ),
        "mixed-units": Code(
            "table",
            "A value is in another unit than its scale or than it says.",
            "Give the value in the unit of the scale.",
        ),
        "duplicate-row": Code(
            "table",
            "The same value is there twice.",
            "Keep one of the two, or name another organisation or source.",
        ),
        # Rows of measurements and of states of organisations.
        "unknown-component": Code(
            "table",
            "A row names a part that the indicator has not.",
            "Name one of its parts, or leave the column empty.",
        ),
        "unknown-organisation": Code(
            "table",
            "An organisation is named that is not there.",
            "Correct the name, or add it to the list of organisations.",
        ),
        "unknown-action": Code(
            "table",
            "An action, need or question is named that the programme has not.",
            "Name one of the programme.",
        ),
        "unknown-step": Code(
            "table",
            "A step is named that the action has not.",
            "Give the number of one of its steps.",
        ),
        "unknown-state": Code(
            "table",
            "A row tells no state of an action.",
            "Write done, under way, planned, not started or not relevant.",
        ),
        "unknown-question": Code(
            "table",
            "A question is answered that the programme does not ask, or of several targets.",
            "Give the question by its id.",
        ),
        "unknown-better": Code(
            "table", "A cell does not say which way is better.", "Write more or less."
        ),
        "not-yes-or-no": Code("table", "A cell is neither yes nor no.", "Write yes or no."),
        # Rows on events and services.
        "unknown-event": Code(
            "table",
            "A life or business event is named that the programme has not.",
            "Correct the name, or list it as a proposal.",
        ),
        "unknown-set": Code(
            "table", "A set of criteria is named that the programme has not.", "Correct the name."
        ),
        "unknown-service": Code(
            "table",
            "A service is named that is not on the list.",
            "Correct the name, or add the service to the list.",
        ),
        "unknown-statement": Code(
            "table",
            "A statement is named that is not known, without its criterion.",
            "Name its criterion too, or list it with its criterion and text.",
        ),
        "wrong-answer": Code(
            "table",
            "An answer is neither yes nor no.",
            "Write yes or no, or leave the cell empty.",
        ),
        "second-answer": Code(
            "table",
            "One question is answered twice; where the two differ, neither counts.",
            "Agree on one answer, and take the other row out.",
        ),
        "no-scores": Code(
            "table",
            "Nothing is scored, or no criterion counts.",
            "Give scores, and weights above 0.",
        ),
        "no-services": Code(
            "table", "No file tells of services.", "Name a file, or write an empty form."
        ),
        "no-observations": Code(
            "table",
            "No observation falls into the years of the run.",
            "Give observations of those years, or run over others.",
        ),
        # Findings of check.
        "broken-loop": Code(
            "finding",
            "A declared loop cannot close in this view.",
            "Add the links that it lacks, or widen the view.",
        ),
        "algebraic-loop": Code(
            "finding",
            "A feedback loop holds no stock, so nothing in it takes time.",
            "Give one of its variables the role stock, or a link a delay.",
        ),
        "step-does-not-fit": Code(
            "finding",
            "The time step is longer than an inertia or a delay, or does not divide the years of "
            "a run, so that no run can take it.",
            "Give “time” the step that the message names.",
        ),
        "quotation-missing": Code(
            "finding",
            "A quotation is not found in the document that its evidence names.",
            "Look the place up again, and correct the quotation, the source or the link.",
        ),
        "quotation-changed": Code(
            "finding",
            "The place of a quotation was changed in its document.",
            "Read what stands there now, and quote it anew if the link still holds.",
        ),
        "quotation-moved": Code(
            "finding",
            "A quotation stands on another page than its evidence tells.",
            "Correct the page.",
        ),
        "document-missing": Code(
            "finding",
            "No file of the folder holds a source.",
            "Put the document into the folder, or name its file under “files” of the source.",
        ),
        "quotations-found": Code("finding", "Quotations are found where they should stand."),
        "without-stocks": Code(
            "finding",
            "The model is a causal-loop diagram without stocks, which cannot be simulated yet.",
            "To simulate it, give a variable of each feedback loop the role stock.",
        ),
        "unnamed-loops": Code(
            "finding", "Some feedback loops have no name.", "Name those that matter."
        ),
        "isolated": Code(
            "finding", "No link touches some variables.", "Link them, or take them out."
        ),
        "targets-without-variable": Code(
            "finding",
            "Some targets stand for no variable.",
            "Name the target in the variable that stands for it.",
        ),
        "variables-without-evidence": Code(
            "finding", "Some variables have no evidence.", "Add where they come from."
        ),
        "links-without-evidence": Code(
            "finding", "Some links have no evidence.", "Add where they come from."
        ),
        "assumed-directions": Code(
            "finding",
            "The direction of some links is assumed, not stated.",
            "Look for a source that states it.",
        ),
        "ambiguous-link": Code(
            "finding", "A link is ambiguous; what it would add is told.", "Decide on a reading."
        ),
        "shared-name": Code("finding", "Several things have the same name.", "Give each its own."),
        "same-cycle": Code(
            "finding",
            "A cycle is declared under several names.",
            "Leave one, or correct the order of its variables.",
        ),
        "positions-outside": Code(
            "finding",
            "Something is placed outside the sheet of the layout.",
            "Widen the sheet, or place it anew with the command layout.",
        ),
        "positions-piled-up": Code(
            "finding",
            "Boxes of variables are placed on each other in the layout.",
            "Place them where they should be, or anew with the command layout.",
        ),
        "sign-of-product": Code(
            "finding",
            "The polarity of a link holds only while the effect that it multiplies is positive.",
            "Keep that in mind where a verdict rests on it.",
        ),
        "moving-rest": Code(
            "finding",
            "An effect is not 0 where its source is at rest, so that runs do not stay at rest.",
            "Let the effect at the level 0 be 0, unless this is meant.",
        ),
        "slide-without-scenario": Code(
            "finding",
            "A slide shows a scenario that is not there.",
            "Put its file into the folder scenarios beside the model, or correct the name.",
        ),
        "confirmed-loops": Code("finding", "These declared loops close."),
        "timed-loops": Code("finding", "Every feedback loop holds a stock or a delay."),
        "covered-targets": Code("finding", "Every target has a variable."),
        "complete-evidence": Code("finding", "Every variable and link has evidence."),
        # Errors as a whole.
        "invalid-model": Code(
            "error",
            "A model, or a scenario on it, is not valid; each problem has its own code.",
            "Mend the problems.",
        ),
        "invalid-file": Code(
            "error",
            "A file is not valid, or cannot be read; each problem has its own code.",
            "Mend the problems.",
        ),
        "unknown-name": Code(
            "error",
            "A name means nothing in the model.",
            "Give an id, a label, an alias, a target's number or a loop's name.",
        ),
        "unanswerable-question": Code(
            "error", "The question cannot be answered as it was put.", "Put it as the message says."
        ),
        "ambiguous-name": Code(
            "error", "A name can mean several things.", "Write one of the ids that are listed."
        ),
        "empty-group": Code(
            "error",
            "No variable belongs to the area, target or loop that is named.",
            "Name another one, or a variable.",
        ),
        "too-large": Code(
            "error",
            "The model or the question is too large for the method.",
            "Use the method that the message names.",
        ),
        "failed-simulation": Code(
            "error", "A simulation cannot start or go on.", "See the message."
        ),
        "step-too-long": Code(
            "error",
            "The time step is too long for the fastest stock or delay.",
            "Give a shorter step.",
        ),
        "non-finite-level": Code(
            "error", "A level left the finite numbers during a run.", "Weaken a link or a change."
        ),
        "failed-drawing": Code("error", "A picture cannot be drawn.", "See the message."),
        "failed-output": Code(
            "error",
            "A file cannot be written, or is there already.",
            "Choose another file, or ask to replace it.",
        ),
        "missing-package": Code(
            "error", "An optional package is not installed.", "Install the extra that is named."
        ),
        "wrong-command": Code(
            "error", "The command line is not understood.", "Ask the command for its --help."
        ),
        "error": Code("error", "An error of no kind of its own.", "See the message."),
    }
)
