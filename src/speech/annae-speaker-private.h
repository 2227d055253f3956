/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the tests of the voice look at. */

#pragma once

#include "annae-player.h"
#include "annae-speaker.h"

G_BEGIN_DECLS

AnnaePlayer *
annae_speaker_get_player (AnnaeSpeaker *self);
AnnaeMixer *
annae_speaker_get_mixer (AnnaeSpeaker *self);

G_END_DECLS
