/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A row that becomes a column. Its children are equally wide, except where that would break the words of one of them.
 */

#include "annae-row.h"

#define SPACE_IN_ROW 24
#define SPACE_BETWEEN_TEXTS 64
#define SPACE_IN_COLUMN 8

struct _AnnaeRow
{
  GtkWidget parent_instance;

  gboolean column;
  gboolean even;
  int space;
};

G_DEFINE_FINAL_TYPE (AnnaeRow, annae_row, GTK_TYPE_WIDGET)

static GtkWidget *
next_shown (GtkWidget *child)
{
  while (child != NULL && !gtk_widget_should_layout (child))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

static GtkWidget *
first_shown (GtkWidget *self)
{
  return next_shown (gtk_widget_get_first_child (self));
}

static int
count_shown (GtkWidget *self)
{
  int n = 0;

  for (GtkWidget *child = first_shown (self); child != NULL; child = next_shown (gtk_widget_get_next_sibling (child)))
    n++;
  return n;
}

/* Of the widest child. */
static void
measure_width (GtkWidget *self, int *minimum, int *natural)
{
  *minimum = *natural = 0;
  for (GtkWidget *child = first_shown (self); child != NULL; child = next_shown (gtk_widget_get_next_sibling (child)))
    {
      int min = 0, nat = 0;

      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &min, &nat, NULL, NULL);
      *minimum = MAX (*minimum, min);
      *natural = MAX (*natural, nat);
    }
}

/* What is left of a row of this width once every child is as wide as it likes; negative where it is not. */
static int
spare_width (GtkWidget *self, int width)
{
  int spare = width + ANNAE_ROW (self)->space;

  for (GtkWidget *child = first_shown (self); child != NULL; child = next_shown (gtk_widget_get_next_sibling (child)))
    {
      int natural = 0;

      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
      spare -= natural + ANNAE_ROW (self)->space;
    }
  return spare;
}

static int
share_of (GtkWidget *self, int width, int n)
{
  return width < 0 ? -1 : (width - (n - 1) * ANNAE_ROW (self)->space) / MAX (n, 1);
}

/* Where a child would have to break its words in an equal share, and none has to when each is as wide as it likes. */
static gboolean
shares_by_need (GtkWidget *self, int width)
{
  int minimum, natural;

  if (width < 0 || ANNAE_ROW (self)->even || ANNAE_ROW (self)->space != SPACE_IN_ROW || spare_width (self, width) < 0)
    return FALSE;
  measure_width (self, &minimum, &natural);
  return share_of (self, width, count_shown (self)) < natural;
}

/* Of one child in a row of this width. */
static int
width_in_row (GtkWidget *self, GtkWidget *child, int width)
{
  int n = count_shown (self), natural = 0;

  if (!shares_by_need (self, width))
    return share_of (self, width, n);
  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  return natural + spare_width (self, width) / n;
}

/* Of all children in a row or a column of this width; -1: as wide as they like. */
static void
measure_height (GtkWidget *self, gboolean row, int width, int *minimum, int *natural)
{
  int n = 0, highest = 0;

  *minimum = *natural = 0;
  for (GtkWidget *child = first_shown (self); child != NULL; child = next_shown (gtk_widget_get_next_sibling (child)))
    {
      int min = 0, nat = 0;

      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, row ? width_in_row (self, child, width) : width, &min, &nat,
                          NULL, NULL);
      *minimum = row ? MAX (*minimum, min) : *minimum + min;
      *natural = row ? MAX (*natural, nat) : *natural + nat;
      highest = MAX (highest, min);
      n++;
    }
  if (row || n == 0)
    return;
  if (ANNAE_ROW (self)->even)
    *minimum = *natural = n * highest;
  *minimum += (n - 1) * SPACE_IN_COLUMN;
  *natural += (n - 1) * SPACE_IN_COLUMN;
}

/* Where every child has room for its longest word, and where words broken over many lines do not make it higher than
 * the column: more width never makes it higher. GTK's boxes look for a width by halving, and halve for ever where it
 * does. */
static gboolean
fits_in_row (GtkWidget *self, int width)
{
  int n = count_shown (self), minimum, natural, row, column;

  if (ANNAE_ROW (self)->column && n > 1)
    return FALSE;
  if (width < 0 || n < 2)
    return TRUE;
  measure_width (self, &minimum, &natural);
  if (share_of (self, width, n) < minimum && !shares_by_need (self, width))
    return FALSE;
  measure_height (self, TRUE, width, &row, &natural);
  measure_height (self, FALSE, width, &column, &natural);
  return row <= column;
}

static GtkSizeRequestMode
annae_row_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
annae_row_measure (GtkWidget *widget,
                   GtkOrientation orientation,
                   int for_size,
                   int *minimum,
                   int *natural,
                   int *minimum_baseline,
                   int *natural_baseline)
{
  int n = count_shown (widget);

  *minimum = *natural = 0;
  *minimum_baseline = *natural_baseline = -1;
  if (n == 0)
    return;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      measure_width (widget, minimum, natural);
      *natural = n * *natural + (n - 1) * ANNAE_ROW (widget)->space;
      return;
    }
  gboolean row = fits_in_row (widget, for_size);

  measure_height (widget, row, for_size, minimum, natural);
}

static void
annae_row_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  gboolean row = fits_in_row (widget, width);
  gboolean right_to_left = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int n = count_shown (widget), x = 0, y = 0;
  int even = 0, natural;

  if (!row && ANNAE_ROW (widget)->even)
    {
      measure_height (widget, FALSE, width, &even, &natural);
      even = (even + SPACE_IN_COLUMN) / MAX (n, 1) - SPACE_IN_COLUMN; /* of the highest */
    }
  for (GtkWidget *child = first_shown (widget); child != NULL; child = next_shown (gtk_widget_get_next_sibling (child)))
    {
      int share = width_in_row (widget, child, width);
      GtkAllocation area = { right_to_left ? width - x - share : x, 0, share, height };

      if (!row)
        {
          area = (GtkAllocation){ 0, y, width, 0 };
          gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, &area.height, NULL, NULL, NULL);
          area.height = MAX (area.height, even);
          y += area.height + SPACE_IN_COLUMN;
        }
      x += share + ANNAE_ROW (widget)->space;
      gtk_widget_size_allocate (child, &area, -1);
    }
}

void
annae_row_set_column (AnnaeRow *self, gboolean column)
{
  if (self->column == column)
    return;
  self->column = column;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
annae_row_set_even (AnnaeRow *self, gboolean even)
{
  if (self->even == even)
    return;
  self->even = even;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
annae_row_set_texts (AnnaeRow *self, gboolean texts)
{
  self->space = texts ? SPACE_BETWEEN_TEXTS : SPACE_IN_ROW;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
annae_row_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (annae_row_parent_class)->dispose (object);
}

static void
annae_row_class_init (AnnaeRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annae_row_dispose;
  widget_class->get_request_mode = annae_row_get_request_mode;
  widget_class->measure = annae_row_measure;
  widget_class->size_allocate = annae_row_size_allocate;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GENERIC);
  gtk_widget_class_set_css_name (widget_class, "annae-row");
}

static void
annae_row_init (AnnaeRow *self)
{
  self->space = SPACE_IN_ROW;
}
