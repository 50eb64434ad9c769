"""The Digikompassi model as pages, in each of its languages, straight from its YAML file."""

WORDS = {
    "en": {
        "intro": "This page is made from `models/digikompassi.yaml`: {variables} variables, {links} "
        "links, {loops} named loops and {targets} targets. *Reading* tells how an unclear place of "
        "the source was read; {readings} places have one.",
        "areas": "Areas and targets",
        "variables": "Variables",
        "links": "Links",
        "loops": "Loops",
        "sources": "Sources",
        "target": "Target",
        "targets": "Targets",
        "id": "Id",
        "role": "Role",
        "inertia": "Inertia",
        "aliases": "Other names",
        "evidence": "Evidence",
        "reading": "Reading",
        "causes": "Influenced by",
        "effects": "Influences",
        "explicit": "explicit",
        "ambiguous": "ambiguous",
        "assumed": "direction assumed",
        "slides": "slides",
        "pages": "pages",
        "cites": "citing",
        "key_result": "key result",
        "input": "input",
        "stock": "stock",
        "auxiliary": "auxiliary",
        "reinforcing": "reinforcing",
        "balancing": "balancing",
        "unknown": "unknown",
        "fast": "fast",
        "medium": "medium",
        "slow": "slow",
        "course": "Course",
        "order": "Parts, from the strongest evidence to the weakest",
        "delay": "delay, years",
    },
    "fi": {
        "intro": "Sivu on koottu tiedostosta `models/digikompassi.yaml`: {variables} muuttujaa, "
        "{links} vaikutussuhdetta, {loops} nimettyä silmukkaa ja {targets} tavoitetta. Kohta "
        "*Tulkinta* kertoo, miten lähteen epäselvä kohta on luettu; tulkintoja on {readings}.",
        "areas": "Osa-alueet ja tavoitteet",
        "variables": "Muuttujat",
        "links": "Vaikutussuhteet",
        "loops": "Silmukat",
        "sources": "Lähteet",
        "target": "Tavoite",
        "targets": "Tavoitteet",
        "id": "Tunnus",
        "role": "Rooli",
        "inertia": "Hitaus",
        "aliases": "Muita nimiä",
        "evidence": "Peruste",
        "reading": "Tulkinta",
        "causes": "Vaikuttajat",
        "effects": "Vaikuttaa",
        "explicit": "selvä",
        "ambiguous": "tulkinnanvarainen",
        "assumed": "suunta oletettu",
        "slides": "diat",
        "pages": "sivut",
        "cites": "viittaa",
        "key_result": "avaintulos",
        "input": "ulkoinen tekijä",
        "stock": "varanto",
        "auxiliary": "apumuuttuja",
        "reinforcing": "vahvistava",
        "balancing": "tasapainottava",
        "unknown": "tuntematon",
        "fast": "nopea",
        "medium": "keskitasoa",
        "slow": "hidas",
        "course": "Kulku",
        "order": "Osat vahvimmasta perusteesta heikoimpaan",
        "delay": "viive, vuotta",
    },
    "sv": {
        "intro": "Sidan är gjord av `models/digikompassi.yaml`: {variables} variabler, {links} "
        "samband, {loops} namngivna slingor och {targets} mål. *Tolkning* berättar hur ett oklart "
        "ställe i källan har lästs; det finns {readings} tolkningar.",
        "areas": "Delområden och mål",
        "variables": "Variabler",
        "links": "Samband",
        "loops": "Slingor",
        "sources": "Källor",
        "target": "Mål",
        "targets": "Mål",
        "id": "Id",
        "role": "Roll",
        "inertia": "Tröghet",
        "aliases": "Andra namn",
        "evidence": "Belägg",
        "reading": "Tolkning",
        "causes": "Påverkas av",
        "effects": "Påverkar",
        "explicit": "tydlig",
        "ambiguous": "tvetydig",
        "assumed": "riktningen antagen",
        "slides": "bilder",
        "pages": "sidor",
        "cites": "hänvisar till",
        "key_result": "nyckelresultat",
        "input": "yttre faktor",
        "stock": "lager",
        "auxiliary": "hjälpvariabel",
        "reinforcing": "förstärkande",
        "balancing": "balanserande",
        "unknown": "okänd",
        "fast": "snabb",
        "medium": "måttlig",
        "slow": "långsam",
        "course": "Förlopp",
        "order": "Delar, från det starkaste belägget till det svagaste",
        "delay": "fördröjning, år",
    },
}
SIGNS = {"positive": "+", "negative": "−", "unknown": "?"}


def pages():
    """Return the page of each language by file name."""
    import digisys

    model = digisys.load("digikompassi")
    return {f"model-{language}.md": _Page(model, language).text() for language in WORDS}


class _Page:
    def __init__(self, model, language):
        self.model, self.language, self.words = model, language, WORDS[language]

    def text(self):
        return "\n".join(self._lines()) + "\n"

    def say(self, text):
        words = text.text(self.language) if hasattr(text, "text") else str(text)
        return words.replace("<", "&lt;").replace("|", "\\|").replace("*", "\\*").strip()

    def name(self, thing):
        return self.say(thing.label)

    def _lines(self):
        model, words = self.model, self.words
        parts = [*model.variables.values(), *model.links, *model.loops.values()]
        counts = {
            "variables": len(model.variables),
            "links": len(model.links),
            "loops": len(model.loops),
            "targets": len(model.targets),
            "readings": sum(part.reading is not None for part in parts),
        }
        yield f"---\nlang: {self.language}\n---\n\n# {self.say(model.title)}\n"
        yield f"{self.say(model.description)}\n\n{words['intro'].format(**counts)}\n"
        yield f"![{self.say(model.title)}](pictures/map-{self.language}.svg)\n"
        yield f"## {words['areas']}\n"
        for key, area in model.areas.items():
            yield f"### {self.name(area)}\n"
            if area.description:
                yield self.say(area.description) + "\n"
            for number, target in model.targets.items():
                if target.area == key:
                    yield f"- **{number}** {self.say(target.title)}"
            yield ""
        yield f"## {words['loops']}\n"
        for key, loop in model.loops.items():
            yield f"({self._anchor(key)})=\n### {key} {self.name(loop)}\n"
            if loop.description:
                yield self.say(loop.description) + "\n"
            yield f"- {words[loop.kind]}"
            for instance, cycle in loop.cycles.items():
                course = " → ".join(self._link(one) for one in (*cycle, cycle[0]))
                yield f"- {words['course']} {instance}: {course}"
            yield from self._basis(loop)
        yield f"## {words['variables']}\n"
        for key, variable in model.variables.items():
            yield from self._variable(key, variable)
        yield f"## {words['links']}\n"
        for link in model.links:
            yield from self._one_link(link)
        yield f"## {words['sources']}\n"
        for source in model.sources.values():
            yield from self._source(source)

    def _anchor(self, key):
        return f"model-{self.language}-{key.lower()}"

    def _link(self, key):
        return f"[{self.name(self.model.variables[key])}](#{self._anchor(key)})"

    def _variable(self, key, variable):
        model, words = self.model, self.words
        yield f"({self._anchor(key)})=\n### {self.name(variable)}\n"
        if variable.description:
            yield self.say(variable.description) + "\n"
        yield f"- {words['id']}: `{key}`"
        if variable.area:
            yield f"- {self.name(model.areas[variable.area])}"
        role = words[variable.role]
        if variable.role == "stock":
            role += f", {words['inertia'].lower()}: {words[variable.inertia]}"
        yield f"- {words['role']}: {role}"
        for one in variable.targets:
            result = f" ({words['key_result']})" if one.stated_as == "key_result" else ""
            title = self.say(model.targets[one.target].title)
            yield f"- {words['target']} {one.target}: {title}{result}"
        if variable.aliases:
            yield f"- {words['aliases']}: {self.say(', '.join(variable.aliases))}"
        causes = [(link.source, link) for link in model.links if link.target == key]
        effects = [(link.target, link) for link in model.links if link.source == key]
        for heading, found in ((words["causes"], causes), (words["effects"], effects)):
            if found:
                names = (f"{self._link(other)} {SIGNS[link.polarity]}" for other, link in found)
                yield f"- {heading}: " + "; ".join(names)
        yield from self._basis(variable)

    def _one_link(self, link):
        words = self.words
        sign = SIGNS[link.polarity]
        yield f"**{self._link(link.source)} {sign}→ {self._link(link.target)}**\n"
        facts = [words[link.certainty]]
        if link.direction == "assumed":
            facts.append(words["assumed"])
        if link.delay:
            facts.append(f"{words['delay']}: {link.delay:g}")
        yield f"- {', '.join(facts)}"
        yield from self._basis(link)

    def _basis(self, thing):
        if thing.evidence:
            yield f"- {self.words['evidence']}:"
            for one in thing.evidence:
                yield f"  - {self._place(one)}"
        if thing.reading:
            yield f"- {self.words['reading']}: {self.say(thing.reading)}"
        yield ""

    def _place(self, one):
        source = self.model.sources[one.source]
        text = self.say(source.short_label or source.title)
        if one.part:
            text += f": {self.name(source.parts[one.part])}"
        for key in ("slides", "pages"):
            if numbers := getattr(one, key):
                text += f", {self.words[key]} {', '.join(map(str, numbers))}"
        cited = [self._citation(each) for each in getattr(one, "cites", ())]
        if cited:
            text += f" ({self.words['cites']}: {'; '.join(cited)})"
        return f"{text}. {self.say(one.note)}" if one.note else text

    def _citation(self, one):
        source = self.model.sources[one.source]
        text = self.say(source.short_label or source.title)
        if one.targets:
            kind = self.words["key_result" if one.key_result else "target"].lower()
            text += f", {kind} {', '.join(map(str, one.targets))}"
        if one.pages:
            text += f", {self.words['pages']} {', '.join(map(str, one.pages))}"
        return text

    def _source(self, source):
        yield f"### {self.say(source.title)}\n"
        about = [self.say(each) for each in (source.publisher, source.year) if each]
        if about:
            yield ", ".join(about) + ".\n"
        if source.url:
            yield f"<{source.url}>\n"
        if source.note:
            yield self.say(source.note) + "\n"
        if source.parts:
            yield f"{self.words['order']}:\n"
            yield "\n".join(f"1. {self.name(part)}" for part in source.parts.values()) + "\n"
