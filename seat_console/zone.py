"""The zone in which times are read where no city pack is at hand."""

from datetime import timedelta, timezone

ZONE_BEFORE_PACK = timezone(timedelta(hours=8))
"""All of China keeps one time; the pack's own zone takes its place as soon as it is read."""
