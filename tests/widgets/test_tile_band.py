"""The band of figures: what of it is painted again when they change."""

from dataclasses import replace

from textual.geometry import Region

from widgets.tile_band import Tile, TileBand


class CountedBand(TileBand):
    """Remembers which regions it asked to be painted, and which of its lines were painted."""

    def __init__(self) -> None:
        super().__init__(id="tiles")
        self.asked: list[Region] = []
        self.painted: list[int] = []

    def refresh(self, *regions: Region, **named):  # type: ignore[no-untyped-def]
        self.asked += regions
        return super().refresh(*regions, **named)

    def paint_line(self, y: int):  # type: ignore[no-untyped-def]
        self.painted.append(y)
        return super().paint_line(y)


async def test_a_number_that_reads_otherwise_is_painted_alone_and_its_label_only_with_another_one(stage):
    tiles = [Tile(str(place), f"Label {place}", str(place)) for place in range(16)]
    app = stage(CountedBand)
    async with app.run_test(size=(120, 40)) as pilot:
        band = app.stage.query_one(CountedBand)
        band.show(tiles)
        await pilot.pause()
        for changed, region, lines in (
            (replace(tiles[9], value="77"), Region(15, 3, 15, 1), [3]),
            (replace(tiles[9], label="Other", value="78"), Region(15, 2, 15, 2), [2, 3]),
        ):
            band.asked.clear()
            band.painted.clear()
            band.show([*tiles[:9], changed, *tiles[10:]])
            await pilot.pause()
            assert (band.asked, band.painted) == ([region], lines)
        assert "Other" in app.rows()[2]
        assert "78" in app.rows()[3]
