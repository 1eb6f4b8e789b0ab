"""A length of a clock in words, in the present language: at a seat and at the centre alike."""

from wording import trn


def length_words(length: float, unit: str) -> str:
    """Return a length in its unit; one that only a newer program knows stands as its code.

    >>> length_words(1, "natural_hours"), length_words(2.5, "working_days"), length_words(3, "weeks")
    ('1 hour', '2.5 working days', '3 weeks')
    """
    match unit:
        case "seconds":
            words = trn("{length} second", "{length} seconds", length)
        case "minutes":
            words = trn("{length} minute", "{length} minutes", length)
        case "natural_hours":
            words = trn("{length} hour", "{length} hours", length)
        case "working_days":
            words = trn("{length} working day", "{length} working days", length)
        case _:
            words = f"{{length}} {unit}"
    return words.format(length=f"{length:g}")
