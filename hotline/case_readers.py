"""Whose work needs cases at all."""

from hotline.codes import Role

NEED_NO_CASES = frozenset({Role.ADMIN, Role.TRAINER, Role.TRAINEE, Role.KNOWLEDGE})
"""Roles whose work never needs a case (domain.md, section 3g): with no other role, none is shown."""
