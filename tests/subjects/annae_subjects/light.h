/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What surfaces and hair share: the soft edge of the key light's shadow. */

#pragma once

#include "core.h"
#include "vector.h"

/* Share of the key light that reaches @p: 25 texels around it, each fading over 3 mm beyond @bias cm, so that neither
 * the map's steps nor hard edges show. Outside of the map there is no shadow. */
static inline float
key_light_at (const Scene *scene, const ShadowMap *map, const float *p, float bias)
{
  const float spread = 1.3f, fade_cm = 0.3f;
  float offset[3], sum = 0;

  for (int k = 0; k < 3; k++)
    offset[k] = p[k] - scene->shadow_origin[k];
  float x = map->size / 2 + dot (offset, scene->shadow_u) * scene->shadow_scale;
  float y = map->size / 2 + dot (offset, scene->shadow_v) * scene->shadow_scale;
  float depth = dot (offset, scene->key.towards);

  for (int j = -2; j <= 2; j++)
    for (int i = -2; i <= 2; i++)
      {
        int tx = (int) (x + i * spread), ty = (int) (y + j * spread);

        if (tx < 0 || ty < 0 || tx >= map->size || ty >= map->size)
          sum += 1;
        else
          sum += clamp (1 - (map->depth[ty * map->size + tx] - depth - bias) / fade_cm, 0, 1);
      }
  return sum / 25;
}
