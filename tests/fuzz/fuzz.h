/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a harness offers: libFuzzer calls it, and so does mutate.c. */

#pragma once

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C"
#endif
int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);
