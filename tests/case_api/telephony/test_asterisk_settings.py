"""The settings of an Asterisk, as the documentation gives them and as people mistype them."""

import re
import tomllib
from pathlib import Path

import pytest

from case_api.settings import CentreFolder, Settings, SettingsError, read_settings
from hotline.codes import CallQueue

DOCUMENT = Path(__file__).parents[3] / "docs" / "telephony.md"
TOML = re.findall(r"```toml\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)[0]


def test_the_documented_settings_are_settings() -> None:
    settings = Settings.model_validate(tomllib.loads(TOML)).asterisk
    assert settings.queues["biz12345"] is CallQueue.ENTERPRISE
    assert settings.seats["PJSIP/1001"] == "0001"
    assert settings.pause_reasons["用餐"] == "meal"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ('[asterisk]\nqueues = { hotline = "genral" }', r"asterisk.queues.hotline.*'general', 'enterprise', 'other'"),
        ('[asterisk]\nseats = { "PJSIP/1001" = "00001" }', "asterisk.seats.PJSIP/1001.*4"),
        ("[asterisk]\nsilence_s = 0", "asterisk.silence_s.*0"),
        ('[asterisk]\npassword = "open-sesame"', "asterisk.password: "),
    ],
)
def test_a_mistake_is_named_with_what_to_mend(tmp_path: Path, wrong: str, said: str) -> None:
    folder = CentreFolder(tmp_path)
    folder.settings_file.write_text('name = "12345"\n' + wrong, encoding="utf-8")
    with pytest.raises(SettingsError, match=said) as raised:
        read_settings(folder)
    assert "open-sesame" not in str(raised.value)
