/* SPDX-License-Identifier: GPL-3.0-or-later */

/* annae evaluate, the report: for people, as JSON, as CSV (the DET curves) and as a picture. Every rate is given with
 * its counts, and no threshold is stated that the number of comparisons cannot show. */

#include "annae-cli-evaluate.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <json-glib/json-glib.h>
#include <math.h>

#include "annae-det-plot.h"
#include "annae-errors.h"

#define HISTOGRAM_BINS 200
#define CSV_POINTS 1000

static const double rates[] = { 1e-2, 1e-3, 1e-4, 1e-5 };

/* What a threshold taken from all comparisons does to the groups, and what would hold for each of them. */
typedef struct
{
  guint n_judged;       /* groups with enough impostor comparisons to say anything at this rate */
  guint worst;          /* group with the highest FMR at the threshold for all */
  AnnaeRate fmr;        /* of the worst */
  double for_worst;     /* the highest of the groups' own thresholds */
  guint needs_most;     /* the group it is for */
  AnnaeSupport weakest; /* of the groups judged */
} Worst;

static void
find_worst (const AnnaeEvaluation *self, double fmr, double threshold, Worst *worst)
{
  *worst = (Worst){ .for_worst = -INFINITY, .weakest = ANNAE_SUPPORT_GOOD };
  for (guint i = 0; i < self->group_tallies->len; i++)
    {
      const AnnaeTally *tally = self->group_tallies->pdata[i];
      AnnaeOperatingPoint own, at;
      AnnaeSupport support = annae_tally_find_fmr (tally, fmr, &own);

      if (support == ANNAE_SUPPORT_NONE)
        continue;
      annae_tally_at (tally, threshold, &at);
      if (worst->n_judged++ == 0 || at.fmr.rate > worst->fmr.rate)
        {
          worst->worst = i;
          worst->fmr = at.fmr;
        }
      if (own.threshold > worst->for_worst)
        {
          worst->for_worst = own.threshold;
          worst->needs_most = i;
        }
      worst->weakest = MIN (worst->weakest, support);
    }
}

static char *
rate_text (const AnnaeRate *rate)
{
  if (rate->n == 0)
    return g_strdup ("not measured");
  return g_strdup_printf ("%.3g %% (%.3g to %.3g %%; %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT ")", 100 * rate->rate,
                          100 * rate->low, 100 * rate->high, rate->k, rate->n);
}

static void
print_tally (const char *name, const AnnaeTally *tally)
{
  AnnaeEqualError eer;

  g_print ("\n%s: %" G_GUINT64_FORMAT " genuine, %" G_GUINT64_FORMAT " impostor comparisons\n", name, tally->n_genuine,
           tally->n_impostor);
  if (annae_tally_find_eer (tally, &eer))
    g_print ("  EER  %.3g %% (%.3g to %.3g %%) at %.5f\n", 100 * eer.rate, 100 * eer.low, 100 * eer.high,
             eer.threshold);
  for (gsize i = 0; i < G_N_ELEMENTS (rates); i++)
    {
      AnnaeOperatingPoint point;
      AnnaeSupport support = annae_tally_find_fmr (tally, rates[i], &point);

      if (support == ANNAE_SUPPORT_NONE)
        {
          g_print ("  FMR  %.0e: too few impostor comparisons to state a threshold\n", rates[i]);
          continue;
        }
      g_autofree char *fmr = rate_text (&point.fmr), *fnmr = rate_text (&point.fnmr);
      g_print ("  FMR  %.0e from %.5f%s: FMR %s, FNMR %s\n", rates[i], point.threshold,
               support == ANNAE_SUPPORT_WEAK ? " (few comparisons)" : "", fmr, fnmr);
    }
}

static void
print_worst (const AnnaeEvaluation *self)
{
  g_print ("\nWorst group at the threshold for all\n");
  for (gsize i = 0; i < G_N_ELEMENTS (rates); i++)
    {
      AnnaeOperatingPoint point;
      Worst worst;

      if (annae_tally_find_fmr (self->total, rates[i], &point) == ANNAE_SUPPORT_NONE)
        continue;
      find_worst (self, rates[i], point.threshold, &worst);
      if (worst.n_judged == 0)
        {
          g_print ("  FMR  %.0e: no group has enough impostor comparisons\n", rates[i]);
          continue;
        }
      g_autofree char *fmr = rate_text (&worst.fmr);
      g_print ("  FMR  %.0e: %s, FMR %s, %.1f times that of all; %u of %u groups judged\n", rates[i],
               (const char *) self->group_names->pdata[worst.worst], fmr,
               point.fmr.k > 0 ? worst.fmr.rate / point.fmr.rate : NAN, worst.n_judged, self->group_names->len);
      g_print ("            holds in each of these from %.5f (for %s)%s\n", worst.for_worst,
               (const char *) self->group_names->pdata[worst.needs_most],
               worst.weakest == ANNAE_SUPPORT_WEAK ? ", some of them with few comparisons" : "");
    }
}

void
annae_evaluation_print (const AnnaeEvaluation *self)
{
  AnnaeRate fta;

  annae_rate_init (&fta, self->n_failed, self->n_pictures);
  g_autofree char *text = rate_text (&fta);
  g_print ("%s with the pack %s (%s)\n", self->list_name, annae_model_pack_get_name (self->pack),
           annae_model_pack_get_title (self->pack));
  if (self->aligned)
    g_print ("Pictures: %u, taken as aligned faces: failure to acquire is not measured\n", self->n_pictures);
  else
    g_print ("Pictures: %u, failure to acquire (FTA) %s\n", self->n_pictures, text);
  if (self->n_left_out > 0)
    g_print ("Comparisons left out because of it: %u\n", self->n_left_out);
  g_print ("Intervals: 95 %%, Wilson, as if comparisons were independent%s\n",
           self->all_pairs ? "; here they share pictures, so that the truth may lie outside more often" : "");
  print_tally (self->all_pairs ? "All pairs" : "All", self->total);
  for (guint i = 0; i < self->group_names->len; i++)
    print_tally (self->group_names->pdata[i], self->group_tallies->pdata[i]);
  if (self->group_names->len > 0)
    print_worst (self);
}

static void
add_number (JsonBuilder *builder, const char *name, double value)
{
  json_builder_set_member_name (builder, name);
  if (isfinite (value))
    json_builder_add_double_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

static void
add_count (JsonBuilder *builder, const char *name, guint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, (gint64) value);
}

static void
add_text (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
add_rate (JsonBuilder *builder, const char *name, const AnnaeRate *rate)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
  add_number (builder, "rate", rate->rate);
  add_number (builder, "low", rate->low);
  add_number (builder, "high", rate->high);
  add_count (builder, "count", rate->k);
  add_count (builder, "of", rate->n);
  json_builder_end_object (builder);
}

static void
add_histogram (JsonBuilder *builder, const AnnaeTally *tally)
{
  guint64 counts[2][HISTOGRAM_BINS];

  annae_tally_histogram (tally, HISTOGRAM_BINS, counts[0], counts[1]);
  json_builder_set_member_name (builder, "histogram");
  json_builder_begin_object (builder);
  add_number (builder, "from", -1.0);
  add_number (builder, "step", 2.0 / HISTOGRAM_BINS);
  for (guint kind = 0; kind < 2; kind++)
    {
      json_builder_set_member_name (builder, kind == 0 ? "genuine" : "impostor");
      json_builder_begin_array (builder);
      for (guint i = 0; i < HISTOGRAM_BINS; i++)
        json_builder_add_int_value (builder, (gint64) counts[kind][i]);
      json_builder_end_array (builder);
    }
  json_builder_end_object (builder);
}

static void
add_worst (JsonBuilder *builder, const AnnaeEvaluation *self, double fmr, const AnnaeOperatingPoint *all)
{
  Worst worst;

  find_worst (self, fmr, all->threshold, &worst);
  add_count (builder, "groups-judged", worst.n_judged);
  if (worst.n_judged == 0)
    return;
  add_text (builder, "worst-group", self->group_names->pdata[worst.worst]);
  add_rate (builder, "worst-fmr", &worst.fmr);
  add_number (builder, "threshold-for-every-group", worst.for_worst);
  add_text (builder, "set-by-group", self->group_names->pdata[worst.needs_most]);
  add_text (builder, "support-in-groups", annae_support_name (worst.weakest));
}

/* self only for all comparisons, to add what becomes of the groups. */
static void
add_tally (JsonBuilder *builder, const char *name, const AnnaeTally *tally, const AnnaeEvaluation *self)
{
  AnnaeEqualError eer;

  json_builder_begin_object (builder);
  add_text (builder, "name", name);
  add_count (builder, "genuine", tally->n_genuine);
  add_count (builder, "impostor", tally->n_impostor);
  if (annae_tally_find_eer (tally, &eer))
    {
      json_builder_set_member_name (builder, "eer");
      json_builder_begin_object (builder);
      add_number (builder, "rate", eer.rate);
      add_number (builder, "low", eer.low);
      add_number (builder, "high", eer.high);
      add_number (builder, "threshold", eer.threshold);
      json_builder_end_object (builder);
    }
  json_builder_set_member_name (builder, "thresholds");
  json_builder_begin_array (builder);
  for (gsize i = 0; i < G_N_ELEMENTS (rates); i++)
    {
      AnnaeOperatingPoint point;
      AnnaeSupport support = annae_tally_find_fmr (tally, rates[i], &point);

      json_builder_begin_object (builder);
      add_number (builder, "wanted-fmr", rates[i]);
      add_text (builder, "support", annae_support_name (support));
      if (support != ANNAE_SUPPORT_NONE)
        {
          add_number (builder, "threshold", point.threshold);
          add_rate (builder, "fmr", &point.fmr);
          add_rate (builder, "fnmr", &point.fnmr);
          if (self != NULL && self->group_names->len > 0)
            add_worst (builder, self, rates[i], &point);
        }
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  add_histogram (builder, tally);
  json_builder_end_object (builder);
}

char *
annae_evaluation_to_json (const AnnaeEvaluation *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  AnnaeRate fta;

  json_builder_begin_object (builder);
  add_text (builder, "list-sha256", self->list_sha256);
  add_text (builder, "pack", annae_model_pack_get_name (self->pack));
  add_text (builder, "pack-sha256", annae_model_pack_get_hash (self->pack));
  json_builder_set_member_name (builder, "all-pairs");
  json_builder_add_boolean_value (builder, self->all_pairs);
  add_count (builder, "pictures", self->n_pictures);
  annae_rate_init (&fta, self->n_failed, self->n_pictures);
  if (!self->aligned)
    add_rate (builder, "fta", &fta);
  add_count (builder, "comparisons-left-out", self->n_left_out);
  json_builder_set_member_name (builder, "all");
  add_tally (builder, "all", self->total, self);
  json_builder_set_member_name (builder, "groups");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->group_names->len; i++)
    add_tally (builder, self->group_names->pdata[i], self->group_tallies->pdata[i], NULL);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  json_generator_set_root (generator, root);
  g_autofree char *text = json_generator_to_data (generator, NULL);
  return g_strconcat (text, "\n", NULL);
}

static void
append_csv (GString *csv, const char *name, const AnnaeTally *tally)
{
  g_autoptr (GArray) points = annae_tally_det (tally, CSV_POINTS);
  g_auto (GStrv) parts = g_strsplit (name, "\"", -1);
  g_autofree char *quoted = g_strjoinv ("\"\"", parts);

  for (guint i = 0; i < points->len; i++)
    {
      const AnnaeOperatingPoint *point = &g_array_index (points, AnnaeOperatingPoint, i);
      const AnnaeRate *sides[] = { &point->fmr, &point->fnmr };
      char text[G_ASCII_DTOSTR_BUF_SIZE];

      g_string_append_printf (csv, "\"%s\",%s", quoted, g_ascii_formatd (text, sizeof text, "%.5f", point->threshold));
      for (guint side = 0; side < 2; side++)
        {
          const double numbers[] = { sides[side]->rate, sides[side]->low, sides[side]->high };

          g_string_append_printf (csv, ",%" G_GUINT64_FORMAT ",%" G_GUINT64_FORMAT, sides[side]->k, sides[side]->n);
          for (guint k = 0; k < 3; k++)
            g_string_append_printf (csv, ",%s", g_ascii_formatd (text, sizeof text, "%.9g", numbers[k]));
        }
      g_string_append_c (csv, '\n');
    }
}

char *
annae_evaluation_to_csv (const AnnaeEvaluation *self)
{
  GString *csv = g_string_new ("group,threshold,false_matches,impostor,fmr,fmr_low,fmr_high,"
                               "false_non_matches,genuine,fnmr,fnmr_low,fnmr_high\n");

  append_csv (csv, "all", self->total);
  for (guint i = 0; i < self->group_names->len; i++)
    append_csv (csv, self->group_names->pdata[i], self->group_tallies->pdata[i]);
  return g_string_free (csv, FALSE);
}

char *
annae_evaluation_to_svg (const AnnaeEvaluation *self)
{
  g_autofree AnnaeDetCurve *curves = g_new0 (AnnaeDetCurve, self->group_names->len + 1);
  g_autofree char *title
      = g_strdup_printf ("Pack %s: %" G_GUINT64_FORMAT " genuine, %" G_GUINT64_FORMAT " impostor comparisons",
                         annae_model_pack_get_name (self->pack), self->total->n_genuine, self->total->n_impostor);

  curves[0] = (AnnaeDetCurve){ "all", self->total };
  for (guint i = 0; i < self->group_names->len; i++)
    curves[i + 1] = (AnnaeDetCurve){ self->group_names->pdata[i], self->group_tallies->pdata[i] };
  return annae_det_plot_svg (title, curves, self->group_names->len + 1);
}

GBytes *
annae_evaluation_to_png (const AnnaeEvaluation *self, GError **error)
{
  g_autofree char *svg = annae_evaluation_to_svg (self);
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new_with_mime_type ("image/svg+xml", error);
  char *png = NULL;
  gsize length = 0;

  if (loader == NULL)
    {
      g_prefix_error (error, "A PNG needs the package librsvg2-common: ");
      return NULL;
    }
  gboolean written = gdk_pixbuf_loader_write (loader, (const guchar *) svg, strlen (svg), error);
  /* A loader has to be closed whatever happened; only the first error is told. */
  if (!gdk_pixbuf_loader_close (loader, written ? error : NULL) || !written)
    return NULL;
  if (!gdk_pixbuf_save_to_buffer (gdk_pixbuf_loader_get_pixbuf (loader), &png, &length, "png", error, NULL))
    return NULL;
  return g_bytes_new_take (png, length);
}
