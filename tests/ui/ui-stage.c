/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The stage for the window. */

#include "ui-stage.h"

#include <math.h>

/* clang-format off */
#define ADVISE(...) { .measure = -1, __VA_ARGS__ }
const UiScene ui_scenes[] = {
  { "language", ANNAE_STEP_LANGUAGE },
  { "choice", ANNAE_STEP_CHOICE },
  { "choice-expiry", ANNAE_STEP_CHOICE, .asks_expiry = TRUE },
  { "practice", ANNAE_STEP_PRACTICE, .advice = ADVISE (.id = ANNAE_ADVICE_MOVE_RIGHT, .toward_x = 0.7, .error = 0.6) },
  { "practised", ANNAE_STEP_PRACTISED },
  { "document", ANNAE_STEP_DOCUMENT, .advice = ADVISE (.id = ANNAE_ADVICE_CARD_CLOSER, .error = 0.4) },
  { "document-hold", ANNAE_STEP_DOCUMENT, .advice = ADVISE (.id = ANNAE_ADVICE_CARD_HOLD, .progress = 0.5) },
  { "position", ANNAE_STEP_POSITION, .advice = ADVISE (.id = ANNAE_ADVICE_COME_CLOSER, .error = 0.4) },
  { "position-light", ANNAE_STEP_POSITION, .advice = ADVISE (.id = ANNAE_ADVICE_LIGHT_BEHIND, .error = 0.6, .raw = 3.1, .offer_staff = TRUE) },
  { "position-hold", ANNAE_STEP_POSITION, .advice = ADVISE (.id = ANNAE_ADVICE_HOLD, .progress = 0.6) },
  { "position-asked", ANNAE_STEP_POSITION, .asks_liveness = TRUE, .advice = { .measure = -1, .id = ANNAE_ADVICE_TURN_LEFT } },
  { "position-eyes", ANNAE_STEP_POSITION, .asks_liveness = TRUE, .advice = { .measure = -1, .id = ANNAE_ADVICE_CLOSE_EYES } },
  { "position-dot", ANNAE_STEP_POSITION, .asks_liveness = TRUE,
    .advice = { .measure = -1, .id = ANNAE_ADVICE_FOLLOW_DOT, .toward_x = 0.7, .progress = 0.4 } },
  /* not behind another document: a page takes its words when it is entered */
  { "document-expiry", ANNAE_STEP_DOCUMENT, .asks_expiry = TRUE, .advice = ADVISE (.id = ANNAE_ADVICE_CARD_CLOSER, .error = 0.4) },
  { "check", ANNAE_STEP_CHECK },
  /* what staff is told of the document's portrait, beside the advice and as the cause */
  { "portrait-small", ANNAE_STEP_POSITION, .portrait_fault = ANNAE_PORTRAIT_FAULT_SMALL, .advice = ADVISE (.id = ANNAE_ADVICE_COME_CLOSER, .error = 0.4, .raw = 38) },
  { "portrait-blurred", ANNAE_STEP_CHECK, .portrait_fault = ANNAE_PORTRAIT_FAULT_BLURRED },
  { "portrait-glare", ANNAE_STEP_POSITION, .portrait_fault = ANNAE_PORTRAIT_FAULT_GLARE, .advice = ADVISE (.id = ANNAE_ADVICE_LIGHT_BEHIND, .error = 0.6, .raw = 3.1, .offer_staff = TRUE) },
  { "portrait-hologram", ANNAE_STEP_POSITION, .portrait_fault = ANNAE_PORTRAIT_FAULT_HOLOGRAM, .advice = ADVISE (.id = ANNAE_ADVICE_LIGHT_BEHIND, .error = 0.6, .raw = 3.1) },
  { "portrait-grey", ANNAE_STEP_POSITION, .portrait_fault = ANNAE_PORTRAIT_FAULT_GREY, .advice = ADVISE (.id = ANNAE_ADVICE_HOLD, .progress = 0.6) },
  { "retry-portrait", ANNAE_STEP_RETRY, .reason = ANNAE_REASON_CARD_QUALITY, .portrait_fault = ANNAE_PORTRAIT_FAULT_HOLOGRAM, .attempts_left = 1 },
  { "retry", ANNAE_STEP_RETRY, .reason = ANNAE_REASON_LIGHT, .attempts_left = 2 },
  { "result-match", ANNAE_STEP_RESULT, ANNAE_OUTCOME_MATCH },
  { "result-no-match", ANNAE_STEP_RESULT, ANNAE_OUTCOME_NO_MATCH, ANNAE_REASON_FACE_DIFFERENT },
  { "result-undecided", ANNAE_STEP_RESULT, ANNAE_OUTCOME_UNDECIDED, ANNAE_REASON_ATTEMPTS_USED },
  { "result-expired", ANNAE_STEP_RESULT, ANNAE_OUTCOME_UNDECIDED, ANNAE_REASON_DOCUMENT_EXPIRED },
  { "result-declined", ANNAE_STEP_RESULT, ANNAE_OUTCOME_DECLINED },
  { "result-cancelled", ANNAE_STEP_RESULT, ANNAE_OUTCOME_CANCELLED },
  { "result-timeout", ANNAE_STEP_RESULT, ANNAE_OUTCOME_TIMEOUT },
  { "result-failed", ANNAE_STEP_RESULT, ANNAE_OUTCOME_FAILED, ANNAE_REASON_MACHINE },
  { "audit", ANNAE_STEP_RESULT, ANNAE_OUTCOME_MATCH, .audit = UI_AUDIT_LOCKED },
  { "audit-open", ANNAE_STEP_RESULT, ANNAE_OUTCOME_MATCH, .audit = UI_AUDIT_OPEN },
  { "warning", ANNAE_STEP_CHOICE, .warning = TRUE },
  { "language-no-camera", ANNAE_STEP_LANGUAGE, .no_camera = TRUE },
  { "demonstration-language", ANNAE_STEP_LANGUAGE, .no_camera = TRUE, .demonstration = ANNAE_DEMONSTRATION_ONCE },
  { "demonstration-choice", ANNAE_STEP_CHOICE, .no_camera = TRUE, .demonstration = ANNAE_DEMONSTRATION_ONCE },
  { "demonstration-position", ANNAE_STEP_POSITION, .no_camera = TRUE, .demonstration = ANNAE_DEMONSTRATION_ONCE, .advice = ADVISE (.id = ANNAE_ADVICE_LIGHT_BEHIND, .error = 0.6, .raw = 3.1, .offer_staff = TRUE) },
  { "demonstration-retry", ANNAE_STEP_RETRY, .no_camera = TRUE, .demonstration = ANNAE_DEMONSTRATION_ONCE, .reason = ANNAE_REASON_LIGHT, .attempts_left = 2 },
  { "demonstration-match", ANNAE_STEP_RESULT, ANNAE_OUTCOME_MATCH, .no_camera = TRUE, .demonstration = ANNAE_DEMONSTRATION_ONCE },
  { "demonstration-undecided", ANNAE_STEP_RESULT, ANNAE_OUTCOME_UNDECIDED, ANNAE_REASON_CANNOT_VERIFY, .no_camera = TRUE, .demonstration = ANNAE_DEMONSTRATION_ONCE },
};
/* clang-format on */
const gsize ui_n_scenes = G_N_ELEMENTS (ui_scenes);

/* A drawn person, or a drawn card: nobody's face. */
static AnnaeFrame *
draw_frame (gboolean card)
{
  const int width = 640, height = 480;
  AnnaeFrame *frame = annae_frame_new (ANNAE_VAULT_FRAME, ANNAE_PIXELS_BGR, width, height, 0);
  guint8 *pixels = annae_frame_get_writable (frame);

  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      {
        guint8 *p = pixels + y * annae_frame_get_stride (frame) + 3 * x;
        double head = hypot ((x - 320) / 95.0, (y - 215) / 125.0), body = hypot ((x - 320) / 230.0, (y - 480) / 150.0);
        gboolean on_card = x > 120 && x < 520 && y > 115 && y<365, portrait = x> 360 && x < 480 && y > 170 && y < 320;

        p[0] = 176, p[1] = 190, p[2] = 198;
        if (body < 1)
          p[0] = 120, p[1] = 96, p[2] = 82;
        if (!card && head < 1)
          p[0] = 150, p[1] = 178, p[2] = 214;
        if (card && on_card)
          p[0] = 226, p[1] = 226, p[2] = 214;
        if (card && on_card && x < 340 && y % 40 < 14)
          p[0] = p[1] = p[2] = 90;
        if (card && portrait)
          p[0] = 140, p[1] = 165, p[2] = 200;
      }
  return frame;
}

void
ui_stage_settle (UiStage *stage)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (stage->window));
  gint64 counter = gdk_frame_clock_get_frame_counter (clock);

  /* Two frames: what the first allocation changes is laid out in the second. */
  gtk_widget_queue_draw (GTK_WIDGET (stage->window));
  while (gdk_frame_clock_get_frame_counter (clock) < counter + 2)
    {
      gtk_widget_queue_draw (GTK_WIDGET (stage->window));
      g_main_context_iteration (NULL, TRUE);
    }
  /* Frames never end while something is queued: stop at the first pause. */
  for (guint i = 0; i < 50 && g_main_context_iteration (NULL, FALSE); i++)
    ;
}

const char *const ui_stage_places[] = { "/home/counter/.local/share/annae/receipts", "/dev", "/run/user/1000",
                                        "/home/counter/.cache/mesa_shader_cache", NULL };

static void
look_at_cage (AnnaeAuditFacts *facts, gpointer user_data)
{
  UiStage *stage = user_data;

  if (!stage->locked)
    return;
  facts->internet_blocked = TRUE;
  facts->writable = g_ptr_array_new ();
  for (const char *const *place = ui_stage_places; *place != NULL; place++)
    g_ptr_array_add (facts->writable, (gpointer) *place);
}

void
ui_stage_init (UiStage *stage, int width, int height)
{
  AnnaeVaultReport wiped = { 0 };

  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  stage->session = annae_fake_session_new ();
  stage->style = annae_style_new (gdk_display_get_default ());
  stage->window = annae_window_new (NULL, stage->session, stage->style, "Reference", "For development only");
  wiped.kinds[ANNAE_VAULT_FRAME].wiped_blocks = 212;
  wiped.kinds[ANNAE_VAULT_PORTRAIT].wiped_blocks = 1;
  wiped.kinds[ANNAE_VAULT_TEMPLATE].wiped_blocks = 2;
  wiped.total.wiped_bytes = 195 * 1000 * 1000;
  wiped.total.held_us = ANNAE_SECONDS (46.2);
  annae_fake_session_set_wiped (stage->session, &wiped);
  stage->locked = TRUE;
  annae_window_set_audit_func (stage->window, look_at_cage, stage);
  gtk_window_set_default_size (GTK_WINDOW (stage->window), width, height);
  gtk_window_present (GTK_WINDOW (stage->window));
  ui_stage_settle (stage);
  /* Without the frame that is drawn around it where there is no window manager, as in full screen; more than once,
   * because a page may not have taken the shape of the window at first. */
  for (guint i = 0, w = width, h = height; i < 3; i++)
    {
      w += width - gtk_widget_get_width (GTK_WIDGET (stage->window));
      h += height - gtk_widget_get_height (GTK_WIDGET (stage->window));
      gtk_window_set_default_size (GTK_WINDOW (stage->window), w, h);
      ui_stage_settle (stage);
    }
}

void
ui_stage_clear (UiStage *stage)
{
  gtk_window_destroy (GTK_WINDOW (stage->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_clear_object (&stage->style);
  g_clear_object (&stage->session);
}

void
ui_stage_show (UiStage *stage, const UiScene *scene, const char *language, double text_scale, AnnaeContrast contrast)
{
  gboolean card = scene->step == ANNAE_STEP_DOCUMENT;
  g_autoptr (AnnaeFrame) frame = draw_frame (card);
  AnnaeDocumentView document = { 0 };
  AnnaePolicy policy = *annae_session_get_policy (stage->session);

  policy.document_expiry = scene->asks_expiry;
  policy.liveness = scene->asks_liveness;
  annae_fake_session_set_policy (stage->session, &policy);
  g_object_set (stage->style, "text-scale", text_scale, "contrast", contrast, NULL);
  g_object_set (stage->session, "language", language, NULL);
  annae_fake_session_warn (stage->session, FALSE, 0);
  annae_fake_session_set_attempts_left (stage->session, scene->attempts_left != 0 ? scene->attempts_left : 3);
  annae_fake_session_set_portrait_fault (stage->session, scene->portrait_fault);
  if (card)
    {
      document.found = document.has_portrait = document.has_corners = TRUE;
      document.corners[0] = (AnnaePoint){ 120, 115 };
      document.corners[1] = (AnnaePoint){ 520, 115 };
      document.corners[2] = (AnnaePoint){ 520, 365 };
      document.corners[3] = (AnnaePoint){ 120, 365 };
      document.portrait.box = (AnnaeBox){ 380, 195, 80, 100 };
    }
  annae_fake_session_set_document (stage->session, &document);
  annae_fake_session_set_cameras (stage->session, scene->no_camera ? 0 : 1);
  annae_session_set_demonstration (stage->session, scene->demonstration);
  annae_fake_session_go (stage->session, scene->step, scene->outcome, scene->reason);
  annae_fake_session_feed (stage->session, annae_step_uses_camera (scene->step) ? frame : NULL);
  if (scene->advice.id != ANNAE_ADVICE_NONE)
    annae_fake_session_advise (stage->session, &scene->advice);
  /* the face of the drawn person, brow to chin */
  annae_fake_session_observe (stage->session,
                              annae_step_uses_camera (scene->step) && !card ? &(AnnaeBox){ 230, 133, 180, 198 } : NULL);
  g_clear_pointer (&frame, annae_frame_unref); /* the audit page says what is still held */
  stage->locked = scene->audit != UI_AUDIT_OPEN;
  if (scene->audit != UI_AUDIT_NONE)
    gtk_widget_activate_action (GTK_WIDGET (stage->window), "annae.audit", NULL);
  if (scene->warning)
    annae_fake_session_warn (stage->session, TRUE, 0.4);
  ui_stage_settle (stage);
}

void
ui_for_each_mapped (GtkWidget *root, UiWidgetFunc func, gpointer user_data)
{
  if (!gtk_widget_get_mapped (root))
    return;
  func (root, user_data);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    ui_for_each_mapped (child, func, user_data);
}

typedef struct
{
  const char *type;
  const char *text;
  GtkWidget *found;
} Search;

static void
look (GtkWidget *widget, gpointer user_data)
{
  Search *search = user_data;
  g_autofree char *other = NULL;

  if (!g_str_equal (G_OBJECT_TYPE_NAME (widget), search->type))
    return;
  if (GTK_IS_LABEL (widget) && search->text != NULL
      && !g_str_equal (gtk_label_get_label (GTK_LABEL (widget)), search->text))
    return;
  if (GTK_IS_BUTTON (widget) && search->text != NULL)
    other = gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, search->text);
  if (other == NULL)
    search->found = widget;
}

GtkWidget *
ui_stage_find (UiStage *stage, const char *type, const char *text)
{
  Search search = { type, text, NULL };

  ui_for_each_mapped (GTK_WIDGET (stage->window), look, &search);
  return search.found;
}

gboolean
ui_stage_shows (UiStage *stage, const char *language, AnnaePhraseId id)
{
  return ui_stage_find (stage, "GtkLabel", annae_phrase_get (language, id, ANNAE_FORM_SHOWN)) != NULL;
}

void
ui_stage_assert_shows (UiStage *stage, const char *language, AnnaePhraseId id)
{
  if (!ui_stage_shows (stage, language, id))
    g_error ("“%s” is not on the page", annae_phrase_get (language, id, ANNAE_FORM_SHOWN));
}
