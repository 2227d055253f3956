/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A hand that holds a sheet or a screen about a face: evidence among others, never enough by itself. */

#pragma once

#include "surround.h"

namespace annae
{

/* Share (0 to 1) of three sides about the face, one of them in a hand, that shows an edge: a thumb or fingers go around
 * that side, and it goes on beyond them. A hand at the cheek, or before something behind a person, holds none: a face
 * has no sides. The fourth may be covered, or out of the picture. 0 where there is none, and where nothing was looked
 * for. */
double
held_about (const FaceEdges &edges);

} // namespace annae
