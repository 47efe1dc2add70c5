"""What a page says when a sign-in through a provider does not go on, to whoever signs in and to who can mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from sleutelwerk.accounts.engine.oidc.faults import Fault


@dataclass(frozen=True, slots=True)
class Words:
    """A heading and what to do, for the person; `mend` is for his administrator."""

    title: Any
    text: Any
    mend: Any


_NOT_NOW = _("Inloggen via uw organisatie lukt nu niet")
_AGAIN = _("Probeer het opnieuw. Lukt het weer niet, geef dan de code hieronder aan uw beheerder.")
_TELL = _("Er ging iets mis in wat uw organisatie ons stuurde. Geef de code hieronder aan uw beheerder.")

FAULTS: dict[Fault, Words] = {
    Fault.UNREACHABLE: Words(
        _NOT_NOW,
        _("De inlogpagina van uw organisatie antwoordt niet. Wacht een paar minuten en probeer het dan opnieuw."),
        _("De provider antwoordt niet op tijd. Kijk of hij aanstaat en of deze server naar buiten mag."),
    ),
    Fault.UNUSABLE_ANSWER: Words(_NOT_NOW, _TELL, _("De provider gaf een antwoord dat we niet kunnen lezen.")),
    Fault.INSECURE_ADDRESS: Words(_NOT_NOW, _TELL, _("Een adres van de provider begint niet met https://.")),
    Fault.WRONG_METADATA: Words(_NOT_NOW, _TELL, _("De beschrijving van de provider mist een adres.")),
    Fault.NOT_CONNECTED: Words(
        _("Hier kunt u niet via uw organisatie inloggen"),
        _(
            "Uw organisatie is niet gekoppeld, of het adres klopt niet. Log in met een passkey of met een wachtwoord"
            " en een code."
        ),
        _("De provider staat niet aan, of het domein staat er niet bij."),
    ),
    Fault.DECLINED: Words(
        _("U bent niet ingelogd"),
        _("Het inloggen bij uw organisatie is afgebroken. U kunt het opnieuw proberen."),
        _("De provider liet deze aanmelding niet door. Mag deze persoon de toepassing gebruiken?"),
    ),
    Fault.UNKNOWN_STATE: Words(
        _("Deze stap is verlopen"),
        _("U was te lang weg, of deze pagina is al eens gebruikt. Begin opnieuw met inloggen."),
        _("De stap was verlopen of al gebruikt. Begin opnieuw."),
    ),
    Fault.WRONG_ISSUER: Words(_NOT_NOW, _TELL, _("De provider noemt zichzelf anders dan u opgaf.")),
    Fault.CLIENT_REFUSED: Words(
        _NOT_NOW, _TELL,
        _(
            "De provider herkent deze site niet. Klopt het client-id, en kent hij onze sleutel (het adres eindigt op"
            " jwks.json)?"
        ),
    ),
    Fault.CODE_REFUSED: Words(_NOT_NOW, _AGAIN, _(
        "De provider nam zijn eigen code niet aan. Klopt het terugkeeradres?"
    )),
    Fault.REFUSED_ALGORITHM: Words(
        _NOT_NOW, _TELL, _("Het ID-token is niet ondertekend zoals we vragen. Kies RS256, PS256 of ES256.")
    ),
    Fault.UNKNOWN_KEY: Words(_NOT_NOW, _AGAIN, _(
        "Het ID-token is ondertekend met een sleutel die de provider niet publiceert."
    )),
    Fault.WRONG_SIGNATURE: Words(_NOT_NOW, _TELL, _("De handtekening onder het ID-token klopt niet.")),
    Fault.WRONG_AUDIENCE: Words(_NOT_NOW, _TELL, _("Het ID-token is voor een andere toepassing. Klopt het client-id?")),
    Fault.EXPIRED: Words(_NOT_NOW, _AGAIN, _("Het ID-token is verlopen of nog niet geldig. Lopen de klokken gelijk?")),
    Fault.WRONG_NONCE: Words(_NOT_NOW, _AGAIN, _("Het ID-token hoort niet bij deze aanmelding (nonce).")),
    Fault.WRONG_TOKEN: Words(_NOT_NOW, _TELL, _("Het ID-token mist iets of klopt niet.")),
    Fault.ASSERTION_UNSIGNED: Words(_NOT_NOW, _TELL, _("De SAML-verklaring (assertion) zelf is niet ondertekend.")),
    Fault.ASSERTION_SIGNATURE: Words(
        _NOT_NOW, _TELL,
        _(
            "De handtekening onder de SAML-verklaring klopt niet. Is het certificaat van de provider vervangen? Geef"
            " ons dan zijn nieuwe metadata."
        ),
    ),
    Fault.ASSERTION_AUDIENCE: Words(
        _NOT_NOW, _TELL, _("De SAML-verklaring is voor een andere toepassing. Klopt onze entityID bij de provider?")
    ),
    Fault.ASSERTION_REQUEST: Words(
        _NOT_NOW, _AGAIN, _("De SAML-verklaring is geen antwoord op deze aanmelding. Begin altijd op onze inlogpagina.")
    ),
    Fault.ASSERTION_EXPIRED: Words(
        _NOT_NOW, _AGAIN, _("De SAML-verklaring is verlopen of nog niet geldig. Lopen de klokken gelijk?")
    ),
    Fault.ASSERTION_WRONG: Words(_NOT_NOW, _TELL, _("De SAML-verklaring mist iets of klopt niet.")),
    Fault.SUBJECT_NOT_LASTING: Words(
        _NOT_NOW, _TELL, _("De provider geeft geen blijvend kenmerk. Kies als vorm van de NameID: persistent.")
    ),
    Fault.LEVEL_TOO_LOW: Words(
        _("Deze manier van inloggen is niet sterk genoeg"),
        _("Log bij uw organisatie in met een tweede stap, zoals een code of een app, en probeer het dan opnieuw."),
        _(
            "De provider meldt in acr een ander niveau dan u toestaat, of geen niveau. Bij SAML heet dat"
            " AuthnContextClassRef."
        ),
    ),
    Fault.PROOF_TOO_OLD: Words(
        _("Log opnieuw in bij uw organisatie"),
        _("Het is te lang geleden dat u liet zien wie u bent. Probeer het opnieuw."),
        _(
            "De provider meldt in auth_time geen tijd, of een te oude. Laat hem prompt=login en max_age volgen. Bij"
            " SAML heet dat AuthnInstant en ForceAuthn."
        ),
    ),
    Fault.OTHER_PERSON: Words(
        _("Dit is een ander account"),
        _("U logde bij uw organisatie in als iemand anders dan hier. Log daar uit en probeer het opnieuw."),
        _("De identiteit hoort bij een ander account."),
    ),
    Fault.NO_ADDRESS: Words(
        _NOT_NOW, _TELL, _("De provider geeft geen bevestigd werkadres. Klopt de naam van het gegeven (claim)?")
    ),
    Fault.FOREIGN_ADDRESS: Words(_NOT_NOW, _TELL, _(
        "De provider geeft een adres buiten de domeinen van uw organisatie."
    )),
    Fault.KNOWN_ADDRESS: Words(
        _("U hebt hier al een account"),
        _(
            "Log nog één keer in zoals u gewend bent, binnen tien minuten. Daarna koppelt u uw account, en logt u "
            "voortaan in via uw organisatie."
        ),
        _("Het account met dit adres is nog niet gekoppeld."),
    ),
    Fault.CLOSED_ACCOUNT: Words(
        _("Dit account is gesloten"),
        _("Vraag een beheerder van uw organisatie om het weer te openen."),
        _("Het account is gesloten, of hoort bij een andere organisatie."),
    ),
    Fault.OWN_FACTOR_REFUSED: Words(
        _("Log in via uw organisatie"),
        _(
            "Met dit account logt u alleen in via uw organisatie. Zo kan niemand naar binnen met een oud wachtwoord "
            "of apparaat."
        ),
        _("Deze persoon moet via de provider inloggen."),
    ),
    Fault.TOO_MANY: Words(
        _("Even wachten"),
        _("Er waren veel pogingen in korte tijd. Wacht een minuut en probeer het opnieuw."),
        _("Te veel pogingen vanaf één netwerk."),
    ),
}  # fmt: skip
