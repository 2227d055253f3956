/* SPDX-License-Identifier: GPL-3.0-or-later */

/* "How can we make it easier?": four profiles, each one press that sets several things at once and, pressed again, takes them
 * back. They add up, and are forgotten with the session. */

#pragma once

#include <gtk/gtk.h>

#include "annae-session.h"
#include "annae-style.h"

G_BEGIN_DECLS

typedef enum
{
  ANNAE_PROFILES_SEE,
  ANNAE_PROFILES_HEAR,
  ANNAE_PROFILES_MOVE,
  ANNAE_PROFILES_SLOW,
  ANNAE_N_PROFILES
} AnnaeProfilesId;

#define ANNAE_TYPE_PROFILES (annae_profiles_get_type ())
G_DECLARE_FINAL_TYPE (AnnaeProfiles, annae_profiles, ANNAE, PROFILES, GtkWidget)

/* Once. With the step to LANGUAGE the buttons come up; the session forgets the person's pace, and sound and look are put back by
 * those who know what the counter is set to. */
void annae_profiles_set_session (AnnaeProfiles *self, AnnaeSession *session, AnnaeStyle *style);

/* The toggle button of a profile, a GtkToggleButton. Borrowed. */
GtkWidget *annae_profiles_get_button (AnnaeProfiles *self, AnnaeProfilesId id);

G_END_DECLS
