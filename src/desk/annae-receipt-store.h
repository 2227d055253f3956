/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Receipts on disk, where the shop's policy asks for them ([receipt] keep=true): one file each, in a folder that only this user can read.
 * A name says nothing but which nonce: no time finer than the receipt's own, no counting number. */

#pragma once

#include "annae-receipt.h"

G_BEGIN_DECLS

/* Writes a signed receipt into folder, as NONCE.json with mode 0600 and one newline at its end; the folder is made with mode 0700. The
 * file is there whole or not at all, whatever happens meanwhile; all receipts' file times are those of the hour (or day) they
 * state. ANNAE_FAILURE_FILE where it cannot be written, a full disk for example, or where a receipt with this nonce is there
 * already, which stays as it is; nothing is left behind then. ANNAE_FAILURE_KEY where others may write to the folder. */
gboolean annae_receipt_store_write (const char *folder, const AnnaeReceipt *receipt, GError **error);

G_END_DECLS
