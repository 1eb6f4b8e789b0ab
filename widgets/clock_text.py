"""Times as they are read on the screens. Pure: whoever shows them brings the clock."""

from datetime import datetime, tzinfo

from wording import tr


def minutes(seconds: float) -> str:
    """Return a length as `02:14`, from an hour on as `1:02:14`. A negative one counts as none."""
    whole = max(0, int(seconds))
    hours, rest = divmod(whole, 3600)
    clock = f"{rest // 60:02}:{rest % 60:02}"
    return f"{hours}:{clock}" if hours else clock


def at(moment: datetime, now: datetime, zone: tzinfo) -> str:
    """Return a moment as `14:05` when it is today in `zone`, `11-20` this year, else `2025-11-20`."""
    local, today = moment.astimezone(zone), now.astimezone(zone)
    if local.date() == today.date():
        return f"{local:%H:%M}"
    return f"{local:%m-%d}" if local.year == today.year else f"{local:%Y-%m-%d}"


def exact(moment: datetime, now: datetime, zone: tzinfo) -> str:
    """Return a moment to the minute: `14:05` when it is today in `zone`, `11-20 14:05` this year, else `full`."""
    local, today = moment.astimezone(zone), now.astimezone(zone)
    if local.date() == today.date():
        return f"{local:%H:%M}"
    return f"{local:%m-%d %H:%M}" if local.year == today.year else full(moment, zone)


def full(moment: datetime, zone: tzinfo) -> str:
    """Return a moment as `2026-11-21 14:05`."""
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"


def age(moment: datetime, now: datetime) -> str:
    """Return how long ago a moment was, in the largest unit that fits: `just now`, `14 min`, `3 h`, `2 d`."""
    seconds = (now - moment).total_seconds()
    if seconds < 60:
        return tr("just now")
    if seconds < 3600:
        return tr("{count} min ago").format(count=int(seconds // 60))
    if seconds < 86_400:
        return tr("{count} h ago").format(count=int(seconds // 3600))
    return tr("{count} d ago").format(count=int(seconds // 86_400))


def span(seconds: float) -> str:
    """Return a length in words: `40 s`, `3 min`, `2 h`, `5 d`."""
    if seconds < 60:
        return tr("{count} s").format(count=max(0, int(seconds)))
    if seconds < 3600:
        return tr("{count} min").format(count=int(seconds // 60))
    if seconds < 86_400:
        return tr("{count} h").format(count=int(seconds // 3600))
    return tr("{count} d").format(count=int(seconds // 86_400))
