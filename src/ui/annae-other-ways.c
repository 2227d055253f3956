/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "annae-other-ways.h"

#include "annae-text.h"

struct _AnnaeOtherWays
{
  GtkWidget parent_instance;

  GtkWidget *mobile_id;
  GtkWidget *abstract;
  GtkWidget *staff;
};

G_DEFINE_FINAL_TYPE (AnnaeOtherWays, annae_other_ways, GTK_TYPE_WIDGET)

void
annae_other_ways_set_policy (AnnaeOtherWays *self, const AnnaePolicy *policy)
{
  gtk_widget_set_visible (self->mobile_id, policy->other_mobile_id);
  gtk_widget_set_visible (self->abstract, policy->other_abstract);
  gtk_widget_set_visible (self->staff, policy->other_staff);
}

void
annae_other_ways_fit (AnnaeOtherWays *self, gboolean crowded)
{
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self))), crowded ? 0 : 8);
}

static void
annae_other_ways_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (annae_other_ways_parent_class)->dispose (object);
}

static void
annae_other_ways_class_init (AnnaeOtherWaysClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = annae_other_ways_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static GtkWidget *
add (AnnaeOtherWays *self, AnnaePhraseId id)
{
  GtkWidget *text = annae_text_new (id, ANNAE_READER_CUSTOMER);

  gtk_widget_set_parent (text, GTK_WIDGET (self));
  return text;
}

static void
annae_other_ways_init (AnnaeOtherWays *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  annae_other_ways_fit (self, FALSE);
  self->mobile_id = add (self, ANNAE_PHRASE_OTHER_WAY_MOBILE_ID);
  self->abstract = add (self, ANNAE_PHRASE_OTHER_WAY_ABSTRACT);
  self->staff = add (self, ANNAE_PHRASE_OTHER_WAY_STAFF);
}
