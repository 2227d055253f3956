/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether this program's free () zeroes: not in builds for sanitizers, which have an allocator of their own, and not where
 * the C library is not glibc. */

#pragma once

int annae_wiping_free_is_active (void);
