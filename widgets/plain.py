"""A text that somebody else wrote, ready for a widget: never markup, control signs shown as themselves."""

from textual.content import Content

from hotline.texts import visible


def plain(text: str, style: str = "") -> Content:
    """Return `text` as content that no markup is read from; `style` is a Textual style such as `$text-muted`.

    >>> plain("[red]\\u202e[/]").plain
    '[red]<RLO>[/]'
    """
    content = Content(visible(text), strip_control_codes=False)
    return content.stylize(style) if style else content
