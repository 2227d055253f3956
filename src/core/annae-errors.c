/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Names of errors and of reasons, for JSON, logs and receipts. */

#include "annae-errors.h"

G_DEFINE_QUARK (annae - retry - error - quark, annae_retry_error)
G_DEFINE_QUARK (annae - failure - error - quark, annae_failure_error)

/* clang-format off */
static const char *const retry_names[] = {
  [ANNAE_RETRY_NO_FACE] = "no-face",
  [ANNAE_RETRY_SEVERAL_FACES] = "several-faces",
  [ANNAE_RETRY_TOO_SMALL] = "too-small",
  [ANNAE_RETRY_BLURRED] = "blurred",
  [ANNAE_RETRY_BAD_LIGHT] = "bad-light",
  [ANNAE_RETRY_NO_DOCUMENT] = "no-document",
  [ANNAE_RETRY_CAMERA_MISSING] = "camera-missing",
  [ANNAE_RETRY_CAMERA_BUSY] = "camera-busy",
  [ANNAE_RETRY_CAMERA_REFUSED] = "camera-refused",
  [ANNAE_RETRY_CAMERA_BLACK] = "camera-black",
  [ANNAE_RETRY_CAMERA_LOST] = "camera-lost",
  [ANNAE_RETRY_ENDED] = "ended",
};
/* clang-format on */

/* clang-format off */
static const char *const failure_names[] = {
  [ANNAE_FAILURE_FILE] = "file",
  [ANNAE_FAILURE_TOO_LARGE] = "too-large",
  [ANNAE_FAILURE_PACK] = "pack",
  [ANNAE_FAILURE_CHECKSUM] = "checksum",
  [ANNAE_FAILURE_NETWORK] = "network",
  [ANNAE_FAILURE_UNSUPPORTED] = "unsupported",
  [ANNAE_FAILURE_MEMORY] = "memory",
  [ANNAE_FAILURE_SOUND] = "sound",
  [ANNAE_FAILURE_PIPELINE] = "pipeline",
  [ANNAE_FAILURE_SETTINGS] = "settings",
  [ANNAE_FAILURE_KEY] = "key",
  [ANNAE_FAILURE_RECEIPT] = "receipt",
};
/* clang-format on */

/* clang-format off */
static const char *const reason_names[ANNAE_N_REASONS] = {
  [ANNAE_REASON_NONE] = "none",
  [ANNAE_REASON_FACE_DIFFERENT] = "face-different",
  [ANNAE_REASON_LIGHT] = "light",
  [ANNAE_REASON_ANGLE] = "angle",
  [ANNAE_REASON_DISTANCE] = "distance",
  [ANNAE_REASON_BLUR] = "blur",
  [ANNAE_REASON_COVERED] = "covered",
  [ANNAE_REASON_CARD_QUALITY] = "card-quality",
  [ANNAE_REASON_CARD_MISSING] = "card-missing",
  [ANNAE_REASON_DOCUMENT_EXPIRED] = "document-expired",
  [ANNAE_REASON_EXPIRY_UNREAD] = "expiry-unread",
  [ANNAE_REASON_LIVENESS] = "liveness",
  [ANNAE_REASON_CANNOT_VERIFY] = "cannot-verify",
  [ANNAE_REASON_NO_CAMERA] = "no-camera",
  [ANNAE_REASON_ATTEMPTS_USED] = "attempts-used",
  [ANNAE_REASON_MACHINE] = "machine",
};
/* clang-format on */

const char *
annae_reason_name (AnnaeReason reason)
{
  g_return_val_if_fail ((guint) reason < ANNAE_N_REASONS, NULL);
  return reason_names[reason];
}

const char *
annae_error_name (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);

  if (error->domain == ANNAE_RETRY_ERROR && error->code >= 0 && (gsize) error->code < G_N_ELEMENTS (retry_names))
    return retry_names[error->code];
  if (error->domain == ANNAE_FAILURE_ERROR && error->code >= 0 && (gsize) error->code < G_N_ELEMENTS (failure_names))
    return failure_names[error->code];
  return NULL;
}
