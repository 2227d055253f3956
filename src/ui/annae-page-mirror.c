/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The page with the mirror. */

#include "annae-page-mirror.h"

#include "annae-choice-button.h"
#include "annae-mirror.h"
#include "annae-pictogram.h"
#include "annae-row.h"
#include "annae-scroller.h"
#include "annae-text.h"

struct _AnnaePageMirror
{
  AnnaePage parent_instance;

  GtkGrid *halves;
  GtkWidget *seen;
  GtkBox *said;
  GtkBox *words;
  AnnaeMirror *mirror;
  AnnaePictogram *pictogram;
  AnnaeText *instruction;
  AnnaeText *body;
  AnnaeText *notice;
  GtkWidget *choose_file;
  GtkWidget *start;
  GtkWidget *cannot;
  GtkWidget *back;

  GtkFileChooserNative *chooser;
  AnnaeStep step;
  gboolean portrait;
  gboolean crowded;
};

G_DEFINE_FINAL_TYPE (AnnaePageMirror, annae_page_mirror, ANNAE_TYPE_PAGE)

static void
show_instruction (AnnaePageMirror *self)
{
  AnnaeSession *session = annae_page_get_session (ANNAE_PAGE (self));
  const AnnaeAdvice *advice = annae_session_get_advice (session);
  const gboolean asking = annae_session_is_asking (session);

  /* Where the focus was on it, it goes to the way back, not to nowhere. */
  if (!asking && gtk_widget_has_focus (self->cannot))
    gtk_widget_grab_focus (self->back);
  gtk_widget_set_visible (self->cannot, asking);
  annae_pictogram_set_advice (self->pictogram, advice->id);
  annae_text_set_phrase (self->instruction, advice->id != ANNAE_ADVICE_NONE
                                                ? annae_phrase_for_advice (advice->id, advice->wording)
                                                : annae_phrase_for_step (self->step));
}

static void
on_document_trouble (AnnaeSession *session, int reason, const char *message, AnnaePageMirror *self)
{
  annae_text_set_phrase (self->body, reason == ANNAE_REASON_CARD_MISSING   ? ANNAE_PHRASE_DOCUMENT_NO_PORTRAIT
                                     : reason == ANNAE_REASON_CARD_QUALITY ? ANNAE_PHRASE_DOCUMENT_SMALL
                                                                           : ANNAE_PHRASE_DOCUMENT_UNREADABLE);
}

static void
on_file_chosen (GtkNativeDialog *dialog, int response, AnnaePageMirror *self)
{
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  if (file != NULL)
    annae_session_take_document_file (annae_page_get_session (ANNAE_PAGE (self)), g_file_peek_path (file));
  g_clear_object (&self->chooser);
}

static void
on_choose_file (GtkButton *button, AnnaePageMirror *self)
{
  AnnaeWords *words = annae_words_of (GTK_WIDGET (self));
  g_autoptr (GtkFileFilter) pictures = gtk_file_filter_new ();

  if (self->chooser != NULL)
    return;
  self->chooser
      = gtk_file_chooser_native_new (annae_words_get (words, ANNAE_READER_CUSTOMER, ANNAE_PHRASE_DOCUMENT_DIALOG),
                                     GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), GTK_FILE_CHOOSER_ACTION_OPEN,
                                     annae_words_get (words, ANNAE_READER_CUSTOMER, ANNAE_PHRASE_BUTTON_OK),
                                     annae_words_get (words, ANNAE_READER_CUSTOMER, ANNAE_PHRASE_BUTTON_BACK));
  gtk_file_filter_set_name (pictures, annae_words_get (words, ANNAE_READER_CUSTOMER, ANNAE_PHRASE_DOCUMENT_FILES));
  gtk_file_filter_add_mime_type (pictures, "image/*");
  gtk_file_filter_add_mime_type (pictures, "application/pdf"); /* a counter's scanner */
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), pictures);
  g_signal_connect (self->chooser, "response", G_CALLBACK (on_file_chosen), self);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/* A recording is looked at in a demonstration, and nobody. */
static void
show_whether_looking (AnnaePageMirror *self)
{
  AnnaeSession *session = annae_page_get_session (ANNAE_PAGE (self));

  annae_text_set_phrase (self->notice, annae_session_get_demonstration (session) == ANNAE_DEMONSTRATION_NONE
                                           ? ANNAE_PHRASE_CAMERA_LOOKING
                                           : ANNAE_PHRASE_CAMERA_NOT_LOOKING);
}

static void
place (AnnaePageMirror *self, GtkWidget *half, int column, int row, int width)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self->halves));
  GtkLayoutChild *child = gtk_layout_manager_get_layout_child (layout, half);

  g_object_set (child, "column", column, "row", row, "column-span", width, NULL);
}

/* The mirror takes three fifths of the width, or two where large words need them: the longest words of an instruction
 * at 200 % are half as wide as the smallest screen. A card is wider than a face, and half is the least that shows it
 * whole. */
static void
divide (AnnaePageMirror *self)
{
  gboolean portrait = self->portrait;
  int said = !self->crowded ? 2 : self->step == ANNAE_STEP_DOCUMENT ? 1 : 3;
  int seen = !self->crowded ? 3 : self->step == ANNAE_STEP_DOCUMENT ? 1 : 2;

  place (self, self->seen, 0, 0, portrait ? 1 : seen);
  place (self, GTK_WIDGET (self->said), portrait ? 0 : seen, portrait ? 1 : 0, portrait ? 1 : said);
}

/* Only what is true is said: where the policy asks until when a document is valid, its date is read as well. */
static AnnaePhraseId
phrase_for_privacy (AnnaeSession *session)
{
  return annae_session_get_policy (session)->document_expiry ? ANNAE_PHRASE_DOCUMENT_PRIVACY_EXPIRY
                                                             : ANNAE_PHRASE_DOCUMENT_PRIVACY;
}

static void
annae_page_mirror_enter (AnnaePage *page, AnnaeStep step)
{
  AnnaePageMirror *self = ANNAE_PAGE_MIRROR (page);
  AnnaeSession *session = annae_page_get_session (page);
  AnnaeWords *words = annae_words_of (GTK_WIDGET (self));

  self->step = step;
  divide (self);
  annae_mirror_set_session (self->mirror, session);
  annae_text_set_phrase (self->body, step == ANNAE_STEP_DOCUMENT   ? phrase_for_privacy (session)
                                     : step == ANNAE_STEP_PRACTICE ? ANNAE_PHRASE_PRACTICE_BODY
                                                                   : ANNAE_PHRASE_POSITION_TAKE_TIME);
  gtk_widget_set_visible (self->choose_file, step == ANNAE_STEP_DOCUMENT);
  gtk_widget_set_visible (self->start, step == ANNAE_STEP_PRACTICE);
  if (words != NULL)
    gtk_accessible_update_property (
        GTK_ACCESSIBLE (self->mirror), GTK_ACCESSIBLE_PROPERTY_LABEL,
        annae_words_get (words, ANNAE_READER_CUSTOMER,
                         step == ANNAE_STEP_DOCUMENT ? ANNAE_PHRASE_A11Y_MIRROR_CARD : ANNAE_PHRASE_A11Y_MIRROR),
        -1);
  if (g_signal_handler_find (session, G_SIGNAL_MATCH_DATA, 0, 0, NULL, NULL, self) == 0)
    {
      g_signal_connect_object (session, "advice", G_CALLBACK (show_instruction), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (session, "document-trouble", G_CALLBACK (on_document_trouble), self, 0);
    }
  show_whether_looking (self);
  show_instruction (self);
}

static GtkWidget *
annae_page_mirror_next_action (AnnaePage *page)
{
  AnnaePageMirror *self = ANNAE_PAGE_MIRROR (page);

  return self->step == ANNAE_STEP_DOCUMENT ? self->choose_file : self->back;
}

static void
annae_page_mirror_fit (AnnaePage *page, gboolean portrait, gboolean crowded)
{
  AnnaePageMirror *self = ANNAE_PAGE_MIRROR (page);

  self->portrait = portrait;
  self->crowded = crowded;
  gtk_box_set_spacing (self->said, crowded ? 8 : 16);
  gtk_box_set_spacing (self->words, crowded ? 4 : 16);
  divide (self);
}

guint
annae_page_mirror_get_count (AnnaePageMirror *self)
{
  return annae_mirror_get_count (self->mirror);
}

static void
annae_page_mirror_dispose (GObject *object)
{
  AnnaePageMirror *self = ANNAE_PAGE_MIRROR (object);

  if (self->chooser != NULL)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->chooser));
  g_clear_object (&self->chooser);
  G_OBJECT_CLASS (annae_page_mirror_parent_class)->dispose (object);
}

static void
annae_page_mirror_class_init (AnnaePageMirrorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annae_page_mirror_dispose;
  ANNAE_PAGE_CLASS (klass)->enter = annae_page_mirror_enter;
  ANNAE_PAGE_CLASS (klass)->next_action = annae_page_mirror_next_action;
  ANNAE_PAGE_CLASS (klass)->fit = annae_page_mirror_fit;
  gtk_widget_class_set_template_from_resource (widget_class, "/kr/annae/Annae/ui/page-mirror.ui");
  gtk_widget_class_bind_template_child (widget_class, AnnaePageMirror, halves);
  gtk_widget_class_bind_template_child (widget_class, AnnaePageMirror, seen);
  gtk_widget_class_bind_template_child (widget_class, AnnaePageMirror, said);
  gtk_widget_class_bind_template_child (widget_class, AnnaePageMirror, words);
  gtk_widget_class_bind_template_child (widget_class, AnnaePageMirror, mirror);
  gtk_widget_class_bind_template_child (widget_class, AnnaePageMirror, pictogram);
  gtk_widget_class_bind_template_child (widget_class, AnnaePageMirror, instruction);
  gtk_widget_class_bind_template_child (widget_class, AnnaePageMirror, body);
  gtk_widget_class_bind_template_child (widget_class, AnnaePageMirror, notice);
  gtk_widget_class_bind_template_child (widget_class, AnnaePageMirror, choose_file);
  gtk_widget_class_bind_template_child (widget_class, AnnaePageMirror, start);
  gtk_widget_class_bind_template_child (widget_class, AnnaePageMirror, cannot);
  gtk_widget_class_bind_template_child (widget_class, AnnaePageMirror, back);
  gtk_widget_class_bind_template_callback (widget_class, on_choose_file);
}

static void
annae_page_mirror_init (AnnaePageMirror *self)
{
  g_type_ensure (ANNAE_TYPE_TEXT);
  g_type_ensure (ANNAE_TYPE_MIRROR);
  g_type_ensure (ANNAE_TYPE_PICTOGRAM);
  g_type_ensure (ANNAE_TYPE_CHOICE_BUTTON);
  g_type_ensure (ANNAE_TYPE_ROW);
  g_type_ensure (ANNAE_TYPE_SCROLLER);
  gtk_widget_init_template (GTK_WIDGET (self));
  annae_text_describe (self->instruction, GTK_WIDGET (self->mirror));
  gtk_widget_add_css_class (GTK_WIDGET (self), "tight");
  /* A mirror stays where it is, whichever way the words run: the texts beside it turn round by themselves. */
  gtk_widget_set_direction (GTK_WIDGET (self->halves), GTK_TEXT_DIR_LTR);
  annae_page_mirror_fit (ANNAE_PAGE (self), FALSE, FALSE);
}
