"""What ``run.py`` says while it sets up, before digisys and its catalogues are there."""

from __future__ import annotations

import os
import sys

#: English, Finnish and Swedish for each message.
TEXTS: dict[str, tuple[str, str, str]] = {
    "help": (
        """\
Run digisys from this folder. Only Python 3.11 or newer is needed.

  python3 run.py COMMAND ...       ask, for example: python3 run.py influence 14
  python3 run.py setup             set up only (otherwise when first needed)
  python3 run.py setup --extras    all optional parts (speed, print, and more)
  python3 run.py setup --checks    what the checks need
  python3 run.py setup --check     only tell whether the set-up is whole
  python3 run.py test [...]        every check; words after it go to pytest
                                   (python3 run.py test --help tells more)
  python3 run.py docs              build the documentation site
  python3 run.py bundle            make a release that needs no network
  python3 run.py lock [--upgrade]  for developers: write the package lists

Set-up makes the folder .venv here, takes about a minute, and happens once.
It uses uv when uv is on the PATH, else pip. Delete .venv at any time: the next
run makes it anew. On Windows write `py run.py` instead of `python3 run.py`.
""",
        """\
Digisysin käyttö tästä kansiosta. Tarvitaan vain Python 3.11 tai uudempi.

  python3 run.py KOMENTO ...       kysy, vaikkapa: python3 run.py influence 14
  python3 run.py setup             asenna vain (muuten ensimmäisellä kerralla)
  python3 run.py setup --extras    kaikki lisäosat (nopeus, tulostus ym.)
  python3 run.py setup --checks    se, mitä tarkistukset tarvitsevat
  python3 run.py setup --check     kerro vain, onko asennus kunnossa
  python3 run.py test [...]        tarkistukset; seuraavat sanat pytestille
                                   (lisää: python3 run.py test --help)
  python3 run.py docs              kokoa ohjesivusto
  python3 run.py bundle            tee julkaisu, joka ei tarvitse verkkoa
  python3 run.py lock [--upgrade]  kehittäjille: kirjoita pakettiluettelot

Asennus tekee tähän kansion .venv, kestää noin minuutin ja tehdään vain kerran.
Se käyttää uv-ohjelmaa, jos sellainen on, ja muuten pip-ohjelmaa. Kansion .venv
voi poistaa milloin vain: seuraava ajo tekee sen uudelleen. Windowsissa kirjoita
`py run.py` komennon `python3 run.py` tilalle.
""",
        """\
Använd digisys från den här mappen. Bara Python 3.11 eller nyare behövs.

  python3 run.py KOMMANDO ...      fråga, t.ex. python3 run.py influence 14
  python3 run.py setup             installera bara (annars första gången)
  python3 run.py setup --extras    alla tillägg (snabbhet, utskrift m.m.)
  python3 run.py setup --checks    det som kontrollerna behöver
  python3 run.py setup --check     tala bara om ifall allt är i ordning
  python3 run.py test [...]        alla kontroller; resten går till pytest
                                   (mer: python3 run.py test --help)
  python3 run.py docs              bygg dokumentationens webbplats
  python3 run.py bundle            gör en utgåva som inte behöver nätverk
  python3 run.py lock [--upgrade]  för utvecklare: skriv om paketlistorna

Installationen gör mappen .venv här, tar ungefär en minut och görs bara en gång.
Den använder uv om det finns, annars pip. Du kan när som helst ta bort .venv:
nästa körning gör den på nytt. I Windows skriver du `py run.py` i stället för
`python3 run.py`.
""",
    ),
    "first": (
        "Setting up digisys. This takes about a minute and happens once.",
        "Otetaan digisys käyttöön. Tämä kestää noin minuutin ja tehdään vain kerran.",
        "Förbereder digisys. Det tar ungefär en minut och görs bara en gång.",
    ),
    "size": (
        "Fetching {count} packages, about {size} MB.",
        "Haetaan {count} pakettia, noin {size} Mt.",
        "Hämtar {count} paket, omkring {size} MB.",
    ),
    "update": (
        "Updating the installed packages ...",
        "Päivitetään asennettuja paketteja ...",
        "Uppdaterar de installerade paketen ...",
    ),
    "repair": (
        "Repairing the set-up in .venv ({why}) ...",
        "Korjataan asennusta kansiossa .venv ({why}) ...",
        "Reparerar installationen i .venv ({why}) ...",
    ),
    "waiting": (
        "Another set-up is under way; waiting for it.",
        "Toinen asennus on kesken. Odotetaan, että se valmistuu.",
        "En annan installation pågår. Väntar tills den är klar.",
    ),
    "done": (
        "Ready in {seconds} seconds.",
        "Valmista {seconds} sekunnissa.",
        "Klart på {seconds} sekunder.",
    ),
    "ready": (
        "The set-up is whole.",
        "Asennus on kunnossa.",
        "Installationen är i ordning.",
    ),
    "moved_aside": (
        "There was a .venv here that is not a Python environment; it is now {path}.",
        "Täällä oli .venv, joka ei ole Python-ympäristö; se on nyt {path}.",
        "Här fanns en .venv som inte är en Python-miljö; den heter nu {path}.",
    ),
    "try_pip": (
        "uv could not install the packages; trying pip.",
        "uv ei saanut paketteja asennettua; kokeillaan pip-ohjelmaa.",
        "uv kunde inte installera paketen; försöker med pip.",
    ),
    "try_again": (
        "That did not work; making .venv anew.",
        "Se ei onnistunut; tehdään .venv uudelleen.",
        "Det lyckades inte; gör om .venv från början.",
    ),
    "interrupted": (
        "Interrupted. The next run sets up again.",
        "Keskeytetty. Seuraava ajo asentaa uudelleen.",
        "Avbrutet. Nästa körning gör installationen på nytt.",
    ),
    "offline": (
        (
            "The packages could not be fetched: no answer from the package index.\n"
            "Check the network connection. Behind a proxy, set HTTPS_PROXY; for an index\n"
            "of your organisation's own, set PIP_INDEX_URL. Then run the same command again."
        ),
        (
            "Paketteja ei saatu haettua: pakettihakemisto ei vastaa.\n"
            "Tarkista verkkoyhteys. Jos verkossa on välityspalvelin, aseta HTTPS_PROXY; jos\n"
            "organisaatiolla on oma pakettihakemisto, aseta PIP_INDEX_URL. Aja sitten sama\n"
            "komento uudelleen."
        ),
        (
            "Paketen kunde inte hämtas: paketindexet svarar inte.\n"
            "Kontrollera nätverket. Ange HTTPS_PROXY om ni använder en proxy, eller\n"
            "PIP_INDEX_URL om organisationen har ett eget paketindex. Kör sedan samma\n"
            "kommando igen."
        ),
    ),
    "certificate": (
        (
            "The package index's certificate could not be verified. If your organisation\n"
            "inspects network traffic, set SSL_CERT_FILE and PIP_CERT to its certificate file\n"
            "(.pem) and try again."
        ),
        (
            "Pakettihakemiston varmennetta ei voitu tarkistaa. Jos organisaatiosi tarkastaa\n"
            "verkkoliikennettä, aseta muuttujiin SSL_CERT_FILE ja PIP_CERT sen\n"
            "varmennetiedosto (.pem) ja yritä uudelleen."
        ),
        (
            "Paketindexets certifikat kunde inte kontrolleras. Om organisationen granskar\n"
            "nätverkstrafiken, ange dess certifikatfil (.pem) i SSL_CERT_FILE och PIP_CERT\n"
            "och försök igen."
        ),
    ),
    "failed": (
        "Setting up failed. The last lines of {log}:\n{tail}",
        "Asennus epäonnistui. Tiedoston {log} viimeiset rivit:\n{tail}",
        "Installationen misslyckades. De sista raderna i {log}:\n{tail}",
    ),
    "no_file": (
        ("{path} is missing. Get it back with `git checkout -- {path}`,\nor clone again."),
        (
            "Tiedosto {path} puuttuu. Palauta se komennolla\n"
            "`git checkout -- {path}` tai kloonaa uudelleen."
        ),
        ("{path} saknas. Hämta tillbaka den med\n`git checkout -- {path}`, eller klona på nytt."),
    ),
    "cannot_use": (
        (
            "Cannot use {path} ({error}).\n"
            "Close other programs that use it, or copy the folder to a place where you may\n"
            "write."
        ),
        (
            "Tätä ei voi käyttää: {path} ({error}).\n"
            "Sulje muut sitä käyttävät ohjelmat tai kopioi kansio paikkaan, johon saat\n"
            "kirjoittaa."
        ),
        (
            "Det går inte att använda {path} ({error}).\n"
            "Stäng andra program som använder den, eller kopiera mappen till en plats där du\n"
            "får skriva."
        ),
    ),
    "why_missing": ("it is missing", "se puuttuu", "den saknas"),
    "why_unmarked": (
        "it was not made by run.py",
        "run.py ei ole tehnyt sitä",
        "den är inte gjord av run.py",
    ),
    "why_unfinished": ("it is half-made", "se jäi kesken", "den blev halvfärdig"),
    "why_version": (
        "it is of an older version",
        "se on vanhempaa versiota",
        "den är av en äldre version",
    ),
    "why_moved": (
        "the folder has moved",
        "kansio on siirretty",
        "mappen har flyttats",
    ),
    "why_interpreter": (
        "its Python is gone or has changed",
        "sen Python puuttuu tai on vaihtunut",
        "dess Python saknas eller har bytts ut",
    ),
    "why_packages": (
        "packages are missing from it",
        "siitä puuttuu paketteja",
        "paket saknas i den",
    ),
    "why_level": (
        "more packages are needed",
        "tarvitaan lisää paketteja",
        "fler paket behövs",
    ),
    "why_lock": (
        "the list of packages has changed",
        "pakettien luettelo on muuttunut",
        "listan över paket har ändrats",
    ),
}


def tell(key: str, **values: object) -> str:
    """Write a message in the language of the computer (English when not Finnish or Swedish)."""
    column = {"fi": 1, "sv": 2}.get(_language(), 0)
    return TEXTS[key][column].format(**values)


def show(text: str) -> None:
    """Print on standard error, also where its encoding lacks a letter."""
    encoding = sys.stderr.encoding or "ascii"
    sys.stderr.write(text.encode(encoding, "replace").decode(encoding) + "\n")
    sys.stderr.flush()


def _language() -> str:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return os.environ[name][:2].lower()
    if sys.platform == "win32":
        import ctypes
        import locale

        code = ctypes.windll.kernel32.GetUserDefaultUILanguage()
        return locale.windows_locale.get(code, "en")[:2]
    return "en"
