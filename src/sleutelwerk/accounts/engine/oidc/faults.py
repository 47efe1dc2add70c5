"""Everything that can be wrong with a sign-in through a provider, as a code that may be shown and recorded."""

from __future__ import annotations

from enum import StrEnum


class Fault(StrEnum):
    """Why a sign-in was refused. The code stands on the page and in the trail; a provider's own words never do."""

    UNREACHABLE = "unreachable"
    UNUSABLE_ANSWER = "unusable_answer"
    INSECURE_ADDRESS = "insecure_address"
    WRONG_METADATA = "wrong_metadata"
    NOT_CONNECTED = "not_connected"
    DECLINED = "declined"
    UNKNOWN_STATE = "unknown_state"
    WRONG_ISSUER = "wrong_issuer"
    CLIENT_REFUSED = "client_refused"
    CODE_REFUSED = "code_refused"
    REFUSED_ALGORITHM = "refused_algorithm"
    UNKNOWN_KEY = "unknown_key"
    WRONG_SIGNATURE = "wrong_signature"
    WRONG_AUDIENCE = "wrong_audience"
    EXPIRED = "expired"
    WRONG_NONCE = "wrong_nonce"
    WRONG_TOKEN = "wrong_token"  # noqa: S105 - the name of a fault
    ASSERTION_UNSIGNED = "assertion_unsigned"
    ASSERTION_SIGNATURE = "assertion_signature"
    ASSERTION_AUDIENCE = "assertion_audience"
    ASSERTION_REQUEST = "assertion_request"
    ASSERTION_EXPIRED = "assertion_expired"
    ASSERTION_WRONG = "assertion_wrong"
    SUBJECT_NOT_LASTING = "subject_not_lasting"
    LEVEL_TOO_LOW = "level_too_low"
    PROOF_TOO_OLD = "proof_too_old"
    OTHER_PERSON = "other_person"
    NO_ADDRESS = "no_address"
    FOREIGN_ADDRESS = "foreign_address"
    KNOWN_ADDRESS = "known_address"
    CLOSED_ACCOUNT = "closed_account"
    OWN_FACTOR_REFUSED = "own_factor_refused"
    TOO_MANY = "too_many"


class SignInRefused(Exception):
    """A sign-in through a provider does not go on; `fault` says why, and nothing else is told."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault
