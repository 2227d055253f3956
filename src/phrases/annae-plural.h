/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A plural rule: the C expression in n of a catalogue's Plural-Forms header, parsed once and evaluated for a count.
 * It comes from a file, so it is bounded in length, depth and size, and every count gives a form that exists. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ANNAE_PLURAL_MAX_FORMS 6
#define ANNAE_PLURAL_MAX_NODES 96

typedef struct
{
  guint8 op;    /* a private code */
  guint8 a;     /* operands: indices of nodes that come earlier in the array */
  guint8 b;
  guint8 c;
  gulong value; /* of a number */
} AnnaePluralNode;

typedef struct
{
  guint n_forms; /* 1 to ANNAE_PLURAL_MAX_FORMS */
  guint n_nodes;
  AnnaePluralNode nodes[ANNAE_PLURAL_MAX_NODES]; /* the last one is the whole expression */
} AnnaePlural;

/* The rule of Germanic languages, English among them: nplurals=2; plural=n != 1. */
void annae_plural_init_germanic (AnnaePlural *self);

/* Parses the value of a Plural-Forms header, "nplurals=2; plural=n != 1;". Returns FALSE, with self set to the Germanic
 * rule, where the text is not such a rule or is longer or deeper than any language needs. */
gboolean annae_plural_parse (AnnaePlural *self, const char *forms);

/* The form for a count, 0 to n_forms - 1. A value outside becomes 0, a division by zero gives 0. */
guint annae_plural_select (const AnnaePlural *self, gulong count);

G_END_DECLS
