"""MPEG audio layer III frames: their sizes and headers (ISO/IEC 11172-3 and 13818-3)."""

from __future__ import annotations

from dataclasses import dataclass

_RATES = {
    # rate: (MPEG version bits, rate index)
    44_100: (0b11, 0), 48_000: (0b11, 1), 32_000: (0b11, 2),
    22_050: (0b10, 0), 24_000: (0b10, 1), 16_000: (0b10, 2),
}  # fmt: skip
_BIT_RATES = {
    0b11: (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    0b10: (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}

RATES = tuple(sorted(_RATES))
"""Frames a second that a stream can have (MPEG-2.5's 8 to 12 kHz is left out: no voice is served by it)."""

_MODE_JOINT_STEREO, _MODE_MONO = 0b01, 0b11


@dataclass(frozen=True, slots=True)
class MpegStream:
    """The form of all frames of one stream; those of a variable rate differ in size only."""

    rate: int
    """One of :data:`RATES`."""
    channels: int
    """1 or 2."""

    @property
    def version(self) -> int:
        """Version bits of the header: 0b11 is MPEG-1, 0b10 MPEG-2."""
        return _RATES[self.rate][0]

    @property
    def bit_rates_kbps(self) -> tuple[int, ...]:
        """What one frame can have, in kbit/s, ascending."""
        return _BIT_RATES[self.version]

    @property
    def frame_samples(self) -> int:
        """Samples of one channel that a frame holds."""
        return 1152 if self.version == 0b11 else 576

    @property
    def side_info_bytes(self) -> int:
        """Size of the side information after the four header bytes."""
        if self.version == 0b11:
            return 17 if self.channels == 1 else 32
        return 9 if self.channels == 1 else 17

    def frame_bytes(self, kbps: int) -> int:
        """Size of a frame without the padding byte, in bytes."""
        return self.frame_samples // 8 * kbps * 1000 // self.rate

    def constant_frame_bytes(self, kbps: int) -> int | None:
        """Size of every frame of a constant rate, or None where padding makes them differ (44.1 kHz)."""
        exact = self.frame_samples // 8 * kbps * 1000 % self.rate == 0
        return self.frame_bytes(kbps) if exact else None

    def header(self, kbps: int) -> bytes:
        """Four header bytes of a frame without checksum and padding."""
        version, rate_index = _RATES[self.rate]
        bit_rate_index = self.bit_rates_kbps.index(kbps) + 1
        mode = _MODE_MONO if self.channels == 1 else _MODE_JOINT_STEREO
        return bytes(
            (
                0xFF,
                # sync, version, layer III, no CRC
                0b111_00_01_1 | version << 3,
                bit_rate_index << 4 | rate_index << 2,
                # the last bits say "original", as LAME's own frames do
                mode << 6 | 0b0100,
            )
        )

    def frame_sizes(self) -> dict[bytes, int]:
        """Size in bytes of a frame by the first three bytes of its header."""
        sizes = {}
        for kbps in self.bit_rates_kbps:
            first, second, third, _ = self.header(kbps)
            for padding in (0, 1):
                sizes[bytes((first, second, third | padding << 1))] = self.frame_bytes(kbps) + padding
        return sizes
