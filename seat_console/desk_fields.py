"""The desk's fields as other screens name them."""


def desk_fields() -> dict[str, str]:
    """Return the labels (message ids) of the desk's fields by the digit of their place."""
    from screens.desk.form_fields import DESK_FIELDS  # only who looks at the keyboard course waits for it

    return {each.jump: each.label for each in DESK_FIELDS}
