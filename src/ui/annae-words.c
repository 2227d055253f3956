/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Words for widgets. */

#include "annae-words.h"

#define WORDS_KEY "annae-words"
#define FOLLOWER_KEY "annae-words-follower"

struct _AnnaeWords
{
  GObject parent_instance;

  AnnaeSession *session;
  char *codes[2]; /* by reader */
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AnnaeWords, annae_words, G_TYPE_OBJECT)

static void
on_language (AnnaeWords *self)
{
  g_free (self->codes[ANNAE_READER_CUSTOMER]);
  g_free (self->codes[ANNAE_READER_STAFF]);
  g_object_get (self->session, "language", &self->codes[ANNAE_READER_CUSTOMER], "staff-language",
                &self->codes[ANNAE_READER_STAFF], NULL);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

AnnaeSession *
annae_words_get_session (AnnaeWords *self)
{
  return self->session;
}

const AnnaeLanguage *
annae_words_get_language (AnnaeWords *self, AnnaeReader reader)
{
  const AnnaeLanguage *language = annae_language_find (self->codes[reader]);

  return language != NULL ? language : annae_language_find ("en");
}

const char *
annae_words_get (AnnaeWords *self, AnnaeReader reader, AnnaePhraseId id)
{
  return annae_phrase_get (self->codes[reader], id, ANNAE_FORM_SHOWN);
}

AnnaeWords *
annae_words_of (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);

  /* A dialog belongs to the window that it is for. */
  while (root != NULL && g_object_get_data (G_OBJECT (root), WORDS_KEY) == NULL)
    root = GTK_IS_WINDOW (root) ? (GtkRoot *) gtk_window_get_transient_for (GTK_WINDOW (root)) : NULL;
  return root != NULL ? g_object_get_data (G_OBJECT (root), WORDS_KEY) : NULL;
}

void
annae_words_attach (AnnaeWords *self, GtkRoot *window)
{
  g_object_set_data_full (G_OBJECT (window), WORDS_KEY, g_object_ref (self), g_object_unref);
}

typedef struct
{
  GtkWidget *widget; /* owns this */
  AnnaeWords *words;
  gulong handler;
  AnnaeWordsFunc func;
} Follower;

static void
tell_follower (Follower *follower)
{
  follower->func (follower->widget, follower->words);
}

static void
stop_following (Follower *follower)
{
  if (follower->words != NULL)
    g_signal_handler_disconnect (follower->words, follower->handler);
  g_clear_object (&follower->words);
}

static void
on_root (GtkWidget *widget, GParamSpec *pspec, Follower *follower)
{
  stop_following (follower);
  g_set_object (&follower->words, annae_words_of (widget));
  if (follower->words != NULL)
    follower->handler = g_signal_connect_swapped (follower->words, "changed", G_CALLBACK (tell_follower), follower);
  tell_follower (follower);
}

static void
free_follower (gpointer data)
{
  stop_following (data);
  g_free (data);
}

void
annae_words_follow (GtkWidget *widget, AnnaeWordsFunc func)
{
  Follower *follower = g_new0 (Follower, 1);

  follower->widget = widget;
  follower->func = func;
  g_object_set_data_full (G_OBJECT (widget), FOLLOWER_KEY, follower, free_follower);
  g_signal_connect (widget, "notify::root", G_CALLBACK (on_root), follower);
}

AnnaePhraseId
annae_words_phrase (const char *name)
{
  static GHashTable *names;

  if (names == NULL)
    {
      names = g_hash_table_new (g_str_hash, g_str_equal);
      for (guint id = ANNAE_PHRASE_NONE + 1; id < ANNAE_N_PHRASES; id++)
        g_hash_table_insert (names, (gpointer) annae_phrase_name (id), GUINT_TO_POINTER (id));
    }
  if (!g_hash_table_contains (names, name))
    g_error ("There is no phrase named “%s”", name);
  return GPOINTER_TO_UINT (g_hash_table_lookup (names, name));
}

/* Korean is broken between words only; Pango would break it between any two syllables. */
static void
keep_words_whole (PangoAttrList *attributes, const char *text)
{
  const char *at = text;

  while (*at != '\0')
    {
      gsize length = strcspn (at, " \n");

      if (length > 0)
        {
          PangoAttribute *whole = pango_attr_allow_breaks_new (FALSE);

          whole->start_index = at - text;
          whole->end_index = at - text + length;
          pango_attr_list_insert (attributes, whole);
        }
      at += length + (at[length] != '\0');
    }
}

static void
forbid_breaks (PangoAttrList *attributes, const char *text, const char *from, const char *to)
{
  PangoAttribute *whole;

  /* nothing breaks before its first letter in any case, but a range of one would forbid the break after it */
  if (from >= to || g_utf8_next_char (from) >= to)
    return;
  whole = pango_attr_allow_breaks_new (FALSE);
  whole->start_index = from - text;
  whole->end_index = to - text;
  pango_attr_list_insert (attributes, whole);
}

static gboolean
is_stop (gunichar c)
{
  return c == 0x3001 || c == 0x3002 || c == 0xff0c || c == 0xff1a || c == 0xff1f || c == 0xff01 || c == '\n';
}

static gboolean
is_hiragana (gunichar c)
{
  return c >= 0x3041 && c <= 0x309f;
}

/* Chinese may be broken anywhere, but a line of one character and a full stop reads like a slip: the last few stay
 * together, and with them the last word. */
#define ENDING 4

static void
keep_endings_whole (PangoAttrList *attributes, const char *text)
{
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      const char *end = g_utf8_next_char (at), *from = at;

      if (*end != '\0' && !is_stop (g_utf8_get_char (at)))
        continue;
      for (guint i = 1; i < ENDING && from > text; i++)
        {
          const char *before = g_utf8_prev_char (from);

          if (is_stop (g_utf8_get_char (before)))
            break;
          from = before;
        }
      forbid_breaks (attributes, text, from, end);
    }
}

/* Japanese is written without spaces, but its phrases end in hiragana and begin with another script: there and after a
 * stop it is broken, and before the polite words that follow a verb. Phrases too long for a line of the largest text
 * are left alone. */
#define LONGEST_PHRASE 7

static gboolean
begins_phrase (const char *text, const char *at)
{
  static const char *const polite[] = { "ください", "どうぞ", "ございます", "いただ", "なり", "いいです" };
  gunichar now = g_utf8_get_char (at), before = g_utf8_get_char (g_utf8_prev_char (at));

  if (is_stop (now))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (polite); i++)
    if (g_str_has_prefix (at, polite[i]))
      return TRUE;
  return is_stop (before) || (is_hiragana (before) && !is_hiragana (now));
}

static void
keep_phrases_whole (PangoAttrList *attributes, const char *text)
{
  const char *from = text, *at = text;

  while (*at != '\0')
    {
      at = g_utf8_next_char (at);
      if (*at != '\0' && !begins_phrase (text, at))
        continue;
      if (g_utf8_strlen (from, at - from) <= LONGEST_PHRASE)
        forbid_breaks (attributes, text, from, at);
      from = at;
    }
}

/* Some scripts' fonts leave room for stacks that no text here has: at 200 % half of a page would be empty. */
static double
line_height_for (const AnnaeLanguage *language)
{
  if (g_str_equal (language->code, "my"))
    return 0.73;
  if (g_str_equal (language->code, "ur"))
    return 0.78;
  return 1.0;
}

void
annae_words_set_label (GtkLabel *label, const AnnaeLanguage *language, const char *text)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_language_new (pango_language_from_string (language->pango)));
  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  if (language->font != NULL)
    pango_attr_list_insert (attributes, pango_attr_family_new (language->font));
  if (line_height_for (language) != 1.0)
    pango_attr_list_insert (attributes, pango_attr_line_height_new (line_height_for (language)));
  if (language->keep_words)
    keep_words_whole (attributes, text);
  else if (g_str_equal (language->code, "zh_CN"))
    keep_endings_whole (attributes, text);
  else if (g_str_equal (language->code, "ja"))
    keep_phrases_whole (attributes, text);
  gtk_label_set_attributes (label, attributes);
  gtk_label_set_wrap_mode (label, language->keep_words ? PANGO_WRAP_WORD : PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_direction (GTK_WIDGET (label), language->right_to_left ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR);
  gtk_label_set_label (label, text);
}

static void
annae_words_dispose (GObject *object)
{
  g_clear_object (&ANNAE_WORDS (object)->session);
  G_OBJECT_CLASS (annae_words_parent_class)->dispose (object);
}

static void
annae_words_finalize (GObject *object)
{
  AnnaeWords *self = ANNAE_WORDS (object);

  g_free (self->codes[ANNAE_READER_CUSTOMER]);
  g_free (self->codes[ANNAE_READER_STAFF]);
  G_OBJECT_CLASS (annae_words_parent_class)->finalize (object);
}

static void
annae_words_class_init (AnnaeWordsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = annae_words_dispose;
  object_class->finalize = annae_words_finalize;
  signals[SIGNAL_CHANGED]
      = g_signal_new ("changed", ANNAE_TYPE_WORDS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
annae_words_init (AnnaeWords *self)
{
}

AnnaeWords *
annae_words_new (AnnaeSession *session)
{
  AnnaeWords *self = g_object_new (ANNAE_TYPE_WORDS, NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "notify::language", G_CALLBACK (on_language), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::staff-language", G_CALLBACK (on_language), self, G_CONNECT_SWAPPED);
  on_language (self);
  return self;
}
