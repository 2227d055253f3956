# SPDX-License-Identifier: GPL-3.0-or-later
"""What distinguishes one person from another apart from the shape of the head, and the colours to choose from.

The order of the draws is part of the format: a change in it makes other people of all seeds.
"""

import numpy as np


def to_linear(srgb):
    """sRGB 0 to 1 to linear."""
    srgb = np.asarray(srgb)
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)


def to_srgb(linear):
    return np.where(linear <= 0.0031308, linear * 12.92, 1.055 * np.maximum(linear, 1e-8) ** (1 / 2.4) - 0.055)


def _named(**colours):
    return {name: to_linear(np.array(colour) / 255.0) for name, colour in colours.items()}


# From lightest to darkest; a tone of 2.5 lies between the third and the fourth.
SKIN_TONES = to_linear(np.array([(246, 216, 200), (238, 198, 172), (222, 176, 146), (196, 146, 112), (158, 108, 78),
                                 (116, 76, 54), (78, 50, 38), (56, 37, 30)]) / 255.0)
HAIR_COLOURS = _named(black=(28, 24, 24), dkbrown=(50, 36, 28), brown=(86, 60, 42), auburn=(112, 58, 34),
                      dkblond=(146, 112, 74), blond=(196, 164, 112), gray=(138, 136, 134), white=(205, 203, 200))
IRIS_COLOURS = _named(dark=(52, 32, 22), brown=(92, 58, 34), hazel=(122, 96, 54), green=(104, 118, 80),
                      blue=(104, 138, 166), gray=(128, 140, 146))
SHIRTS = to_linear(np.array([(40, 44, 60), (150, 40, 44), (210, 210, 205), (60, 96, 70), (30, 30, 32), (90, 110, 150),
                             (176, 150, 90), (110, 70, 110)]) / 255.0)
LIP_COLOURS = to_linear(np.array([(200, 112, 108), (186, 92, 96)]) / 255.0)
MASKS = to_linear(np.array([(236, 238, 240), (176, 206, 224), (44, 44, 48), (214, 190, 186), (90, 104, 96)]) / 255.0)
SCARVES = to_linear(np.array([(52, 50, 56), (206, 196, 180), (118, 72, 84), (70, 92, 128), (150, 128, 98)]) / 255.0)
LIPSTICK = to_linear(np.array([170, 30, 48]) / 255.0)

HAIR_STYLES = ('bald', 'buzz', 'short', 'short', 'sidepart', 'bob', 'long', 'bun')
LONG_STYLES = ('bob', 'long', 'bun')
BEARDS = ('none', 'none', 'none', 'stubble', 'full', 'moustache', 'goatee')


def skin_tone(tone):
    """Linear colour of a tone from 0 (lightest) to 7."""
    i = int(np.clip(tone, 0, 6.999))
    return SKIN_TONES[i] * (1 - (tone - i)) + SKIN_TONES[i + 1] * (tone - i)


def _choose(draw, colours, weights):
    weights = np.array(weights)
    return str(draw.choice(list(colours), p=weights / weights.sum()))


def draw_traits(draw, **chosen):
    """Traits from a RandomState; `chosen` replaces what was drawn. Unknown names are refused."""
    traits = {
        'tone': draw.uniform(0, 7),
        'redness': draw.uniform(0.4, 1.4),
        'brow_lift': draw.uniform(-0.25, 0.30),       # cm
        'brow_arch': draw.uniform(-0.1, 0.5),         # cm
        'brow_tilt': draw.uniform(-0.3, 0.4),         # cm over the length
        'brow_gap': draw.uniform(-0.25, 0.35),        # cm, inner ends away from the middle
        'brow_width': draw.uniform(0.30, 0.6),        # cm
        'brow_density': draw.uniform(0.45, 1.0),
        'lip_colour': draw.uniform(0.25, 1.0),
        'lip_hue': draw.uniform(0, 1),
        'freckles': draw.uniform(0, 1) ** 3,
        'age': draw.uniform(0, 1) ** 1.5,             # 0 smooth, 1 deeply lined
        'iris_radius': draw.uniform(0.55, 0.62),      # cm
        'hair_style': str(draw.choice(HAIR_STYLES)),
        'beard': str(draw.choice(BEARDS)),
        'hairline': draw.uniform(-6, 8),              # degrees of elevation, up
        'recede': draw.uniform(0, 10),                # degrees at the temples
        'widows_peak': draw.uniform(-2, 4),           # degrees, down
        'spectacles': draw.rand() < 0.0,              # only on request: frames without glass look odd
        'shirt': draw.randint(len(SHIRTS)),
        'moles': draw.randint(0, 4),
        'lashes': draw.uniform(0.6, 1.0),
        'lid': draw.uniform(0.0, 0.16),               # how far the lids are closed at rest
        'puff': draw.uniform(0, 1),                   # how far hair stands off
        'texture_seed': draw.randint(1 << 30),
        'lipstick': 0.0,
        'eyeshadow': 0.0,
        # On request only:
        'hooded': 0.0,         # how much of the opening the upper lid takes away, 0 to 0.7
        'mask': 'none',        # or wear.MASK_TOPS
        'mask_colour': 0,
        'scarf': False,        # over the hair
        'scarf_colour': 0,
        'lenses': 'none',      # clear, tinted or dark; makes spectacles of the frames
        'glare': 0.0,          # how much of the surroundings the lenses mirror, 0 to 1
        'wheelchair': False,
    }
    if traits['hair_style'] in LONG_STYLES:
        traits['beard'] = 'none'
        traits['lipstick'] = draw.uniform(0, 0.8)
        traits['brow_width'] *= 0.75
        traits['eyeshadow'] = draw.uniform(0, 0.6)

    tone = traits['tone']
    traits['hair'] = _choose(draw, HAIR_COLOURS, [0.3, 0.3, 0.25, 0.12, 0.2, 0.25, 0.12, 0.05] if tone < 2 else
                             [0.5, 0.4, 0.2, 0.04, 0.02, 0.02, 0.12, 0.05] if tone < 4 else
                             [0.8, 0.2, 0, 0, 0, 0, 0.1, 0.05])
    traits['iris'] = _choose(draw, IRIS_COLOURS, [0.1, 0.3, 0.2, 0.15, 0.3, 0.15] if tone < 2 else
                             [0.5, 0.4, 0.15, 0.03, 0.02, 0.01])
    unknown = set(chosen) - set(traits)
    if unknown:
        raise TypeError(f'no such traits: {", ".join(sorted(unknown))}')
    traits.update(chosen)
    if traits['scarf']:
        traits['hair_style'] = 'bald'
    if traits['lenses'] != 'none':
        traits['spectacles'] = True
    return traits
