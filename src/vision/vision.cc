/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The C side of vision: frames in, plain numbers and new frames out. */

#include "annae-vision.h"

#include "align.h"
#include "annae-paths.h"
#include "detector.h"
#include "document.h"
#include "embedder.h"
#include "frame-mat.h"
#include "guard.h"
#include "mrz.h"
#include "portrait-check.h"
#include "quality.h"
#include "reader.h"
#include "spoof.h"
#include "wipe-allocator.h"

#include <memory>
#include <string>

using namespace annae;

struct _AnnaeVision
{
  AnnaeModelPack *pack;
  GPtrArray *layouts;
  std::unique_ptr<Detector> detector;
  std::unique_ptr<Embedder> embedder;
  std::unique_ptr<Reader> reader;
  std::unique_ptr<SpoofNetworks> spoof;
  Measurer measurer;
  std::string model_id;
  bool looked; /* the networks hold something of a person */
};

AnnaeVision *
annae_vision_new (AnnaeModelPack *pack, GError **error)
{
  g_return_val_if_fail (ANNAE_IS_MODEL_PACK (pack), nullptr);

  g_autofree char *folder = annae_paths_data_file (ANNAE_LAYOUTS);
  GPtrArray *layouts = annae_layouts_load (folder, error);
  if (layouts == nullptr)
    return nullptr;
  prepare_opencv ();
  auto *self = new _AnnaeVision{};
  self->layouts = layouts;
  self->pack = ANNAE_MODEL_PACK (g_object_ref (pack));
  g_autofree char *doing = g_strdup_printf ("The model pack %s cannot be loaded", annae_model_pack_get_folder (pack));
  gboolean loaded = guarded (error, ANNAE_FAILURE_NETWORK, doing, [&] {
    const AnnaePackPart *embed = annae_model_pack_get_part (pack, ANNAE_ROLE_EMBED);
    const AnnaePackPart *read = annae_model_pack_get_part (pack, ANNAE_ROLE_READ);
    const AnnaePackPart *spoof = annae_model_pack_get_part (pack, ANNAE_ROLE_SPOOF);
    self->detector = make_detector (*annae_model_pack_get_part (pack, ANNAE_ROLE_DETECT));
    if (read != nullptr)
      self->reader = std::make_unique<Reader> (*read);
    if (spoof != nullptr)
      self->spoof = std::make_unique<SpoofNetworks> (*spoof);
    if (embed == nullptr)
      return;
    self->embedder = std::make_unique<Embedder> (*embed);
    self->model_id = annae_model_pack_get_model_id (pack);
  });
  if (!loaded)
    {
      annae_vision_free (self);
      return nullptr;
    }
  return self;
}

void
annae_vision_free (AnnaeVision *self)
{
  if (self == nullptr)
    return;
  self->detector.reset ();
  self->embedder.reset ();
  self->reader.reset ();
  self->spoof.reset ();
  g_ptr_array_unref (self->layouts);
  g_object_unref (self->pack);
  delete self;
}

void
annae_vision_set_surround (AnnaeVision *self, gboolean wanted)
{
  g_return_if_fail (self != nullptr);
  self->measurer.wants_surround = wanted;
}

gboolean
annae_vision_observe (AnnaeVision *self, AnnaeFrame *frame, AnnaeObservation *observation, GError **error)
{
  g_return_val_if_fail (self != nullptr && frame != nullptr && observation != nullptr, FALSE);

  annae_observation_init (observation, annae_frame_get_time (frame), annae_frame_get_width (frame),
                          annae_frame_get_height (frame));
  return guarded (error, ANNAE_FAILURE_NETWORK, "A picture could not be looked at", [&] {
    VaultScope scope;
    cv::Mat picture = wrap_frame (frame);
    self->looked = true;
    std::vector<AnnaeFace> faces = self->detector->find (picture, Effort::LIVE);
    Reading reading;
    Measurer::Known known = { self->detector->sees_landmarks (), self->reader != nullptr, nullptr, self->spoof.get () };
    if (self->reader != nullptr && !faces.empty () && self->reader->read (picture, faces[0], reading))
      {
        known.reading = &reading;
        if (!known.landmarks)
          Reader::replace_landmarks (reading, faces[0]);
      }
    self->measurer.measure (picture, faces, known, *observation);
    annae_vault_wipe (&reading, sizeof reading);
  });
}

void
annae_vision_reset (AnnaeVision *self)
{
  g_return_if_fail (self != nullptr);

  self->measurer.forget ();
  if (!self->looked)
    return;
  self->looked = false;
  g_autoptr (GError) error = nullptr;
  gboolean forgotten = guarded (&error, ANNAE_FAILURE_NETWORK, "A network could not be cleared", [&] {
    self->detector->forget ();
    if (self->embedder != nullptr)
      self->embedder->forget ();
    if (self->reader != nullptr)
      self->reader->forget ();
    if (self->spoof != nullptr)
      self->spoof->forget ();
  });
  if (!forgotten)
    g_warning ("%s", error->message);
}

AnnaeFrame *
annae_vision_align (AnnaeVision *self, AnnaeFrame *frame, const AnnaeFace *face, GError **error)
{
  AnnaeFrame *result = nullptr;

  g_return_val_if_fail (self != nullptr && frame != nullptr && face != nullptr, nullptr);

  guarded (error, ANNAE_FAILURE_NETWORK, "A face could not be aligned", [&] {
    VaultScope scope;
    cv::Mat picture = wrap_frame (frame);
    AnnaeFace placed = *face;
    if (self->reader != nullptr)
      {
        self->looked = true;
        self->reader->align (picture, placed);
      }
    cv::Mat aligned = align_face (picture, placed);
    annae_vault_wipe (&placed, sizeof placed);
    if (aligned.empty ())
      retry (ANNAE_RETRY_NO_FACE, "The landmarks are not those of a face in this picture");
    result = copy_to_frame (aligned, ANNAE_VAULT_CHIP, annae_frame_get_time (frame));
  });
  return result;
}

AnnaeTemplate *
annae_vision_embed (AnnaeVision *self, AnnaeFrame *aligned, GError **error)
{
  AnnaeTemplate *result = nullptr;

  g_return_val_if_fail (self != nullptr && aligned != nullptr, nullptr);

  guarded (error, ANNAE_FAILURE_NETWORK, "A template could not be computed", [&] {
    VaultScope scope;
    if (self->embedder == nullptr)
      fail (ANNAE_FAILURE_UNSUPPORTED, std::string ("The model pack ") + annae_model_pack_get_name (self->pack)
                                           + " has no part that recognises faces");
    if (annae_frame_get_width (aligned) != ALIGNED_SIDE || annae_frame_get_height (aligned) != ALIGNED_SIDE)
      fail (ANNAE_FAILURE_NETWORK, "A template is computed from an aligned face of 112 x 112 pixels only");
    self->looked = true;
    std::vector<float> values = self->embedder->embed (wrap_frame (aligned));
    result = annae_template_new (self->model_id.c_str (), values.data (), values.size ());
    annae_vault_wipe (values.data (), values.size () * sizeof (float));
    if (result == nullptr)
      fail (ANNAE_FAILURE_NETWORK, "The network that recognises faces answers nothing to this one");
  });
  return result;
}

gboolean
annae_vision_view_document (AnnaeVision *self, AnnaeFrame *frame, AnnaeDocumentView *view, GError **error)
{
  g_return_val_if_fail (self != nullptr && frame != nullptr && view != nullptr, FALSE);

  *view = {};
  return guarded (error, ANNAE_FAILURE_NETWORK, "A picture could not be looked at", [&] {
    VaultScope scope;
    self->looked = true;
    view_document (*self->detector, self->reader.get (), self->layouts, wrap_frame (frame), *view);
  });
}

AnnaeFrame *
annae_vision_read_document (AnnaeVision *self, AnnaeFrame *picture, AnnaeDocumentView *view, GError **error)
{
  AnnaeFrame *result = nullptr;

  g_return_val_if_fail (self != nullptr && picture != nullptr && view != nullptr, nullptr);

  *view = {};
  guarded (error, ANNAE_FAILURE_NETWORK, "The picture of the document could not be read", [&] {
    VaultScope scope;
    cv::Mat given = wrap_frame (picture);
    self->looked = true;
    cv::Mat upright = read_document (*self->detector, self->reader.get (), self->layouts, given, *view);
    if (upright.empty ())
      retry (ANNAE_RETRY_NO_FACE, "There is no face to be found in the picture of the document");
    /* The same pixels: the picture was upright as it came. */
    if (upright.data == annae_frame_peek (picture))
      result = annae_frame_ref (picture);
    else
      result = copy_to_frame (upright, ANNAE_VAULT_FRAME, annae_frame_get_time (picture));
  });
  return result;
}

gboolean
annae_vision_check_portrait (AnnaeVision *self,
                             AnnaeFrame *frame,
                             const AnnaeFace *face,
                             AnnaePortraitMeasures *measures,
                             GError **error)
{
  g_return_val_if_fail (self != nullptr && frame != nullptr && face != nullptr && measures != nullptr, FALSE);

  *measures = {};
  return guarded (error, ANNAE_FAILURE_NETWORK, "A portrait could not be looked at", [&] {
    VaultScope scope;
    *measures = check_portrait (wrap_frame (frame), *face);
  });
}

gboolean
annae_vision_read_expiry (AnnaeVision *self,
                          AnnaeFrame *frame,
                          const AnnaeDocumentView *view,
                          const GDate *today,
                          AnnaeExpiry *expiry,
                          GError **error)
{
  g_return_val_if_fail (self != nullptr && frame != nullptr && view != nullptr, FALSE);
  g_return_val_if_fail (today != nullptr && g_date_valid (today) && expiry != nullptr, FALSE);

  *expiry = ANNAE_EXPIRY_UNREAD;
  return guarded (error, ANNAE_FAILURE_NETWORK, "The document's date could not be looked for", [&] {
    VaultScope scope;
    AnnaeMrz mrz;
    if (read_mrz (wrap_frame (frame), *view, *today, mrz))
      *expiry = annae_mrz_is_expired (&mrz, today) ? ANNAE_EXPIRY_PAST : ANNAE_EXPIRY_VALID;
    annae_vault_wipe (&mrz, sizeof mrz);
  });
}
