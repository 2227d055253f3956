/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Hair, brows, lashes and beard: lines of a few points each, drawn over the shaded picture with its depth. */

#include "core.h"
#include "light.h"
#include "vector.h"

#include <math.h>

/* Kajiya and Kay's model: a strand is a cylinder too thin to see, lit by the sines of its angles. */
static void
strand_colour (const Scene *scene,
               const ShadowMap *shadow,
               const float *p,
               const float *along,
               const float *own,
               float gloss,
               float open,
               float *out)
{
  const Light *lights[3] = { &scene->key, &scene->fill, &scene->rim };
  float view[3] = { -p[0], -p[1], -p[2] };
  float reaching = key_light_at (scene, shadow, p, 0.9f);

  normalize (view);
  for (int k = 0; k < 3; k++)
    out[k] = own[k] * (scene->sky[k] * 0.6f + scene->ground[k] * 0.4f + scene->front[k] * 0.3f);
  for (int l = 0; l < 3; l++)
    {
      float half[3], cosine = dot (along, lights[l]->towards);

      for (int k = 0; k < 3; k++)
        half[k] = lights[l]->towards[k] + view[k];
      normalize (half);
      float half_cosine = dot (along, half);
      float diffuse = sqrtf (fmaxf (0, 1 - cosine * cosine)) * 0.75f;
      float shine = powf (fmaxf (0, 1 - half_cosine * half_cosine), 40) * gloss;
      for (int k = 0; k < 3; k++)
        out[k]
            += lights[l]->colour[k] * (l == 0 ? reaching : 1) * (own[k] * diffuse + shine * (0.02f + 0.25f * own[k]));
    }
  for (int k = 0; k < 3; k++)
    out[k] *= open;
}

static void
blend (Picture *picture, int x, int y, float depth, float depth_bias, const float *colour, float alpha)
{
  int o = y * picture->width + x;
  float *out = picture->rgba + 4 * o;

  /* Roots lie in the skin: they may be a little behind it. */
  if (depth * (1 + depth_bias * depth) < picture->depth[o])
    return;
  for (int k = 0; k < 3; k++)
    out[k] = out[k] * (1 - alpha) + colour[k] * alpha;
  out[3] += (1 - out[3]) * alpha;
  picture->depth[o] = fmaxf (picture->depth[o], depth);
}

static void
draw_segment (const float *from,
              const float *to,
              const float *colour,
              float alpha,
              float depth_bias,
              int width_px,
              Picture *picture)
{
  float across = fabsf (to[0] - from[0]), down = fabsf (to[1] - from[1]);
  int steps = (int) fmaxf (across, down) + 1;

  for (int j = 0; j < steps; j++)
    {
      float t = (float) j / steps;
      float x = from[0] + (to[0] - from[0]) * t, y = from[1] + (to[1] - from[1]) * t;
      float depth = from[2] + (to[2] - from[2]) * t;

      for (int w = 0; w < width_px; w++)
        {
          int px = (int) x + (across < down ? w : 0), py = (int) y + (across < down ? 0 : w);

          if (x >= 0 && y >= 0 && px < picture->width && py < picture->height)
            blend (picture, px, py, depth, depth_bias, colour, alpha);
        }
    }
}

/* Draws @strands in their order. @depth_bias (cm) lets strands that lie just under the skin be seen. */
void
subjects_strands (const Scene *scene,
                  const Strands *strands,
                  const ShadowMap *shadow,
                  float depth_bias,
                  float gloss,
                  Picture *picture)
{
  const float nearest_cm = 5, longest_px = 400; /* what passes by the camera is left out */
  int n = strands->n_points;

  for (int s = 0; s < strands->n_strands; s++)
    for (int i = 0; i < n - 1; i++)
      {
        const float *p[2] = { strands->points + 3 * (n * s + i), strands->points + 3 * (n * s + i + 1) };
        float along[3], colour[3], screen[2][3];

        if (p[0][2] > -nearest_cm || p[1][2] > -nearest_cm)
          continue;
        for (int e = 0; e < 2; e++)
          {
            screen[e][2] = -1 / p[e][2];
            screen[e][0] = scene->centre[0] + scene->focal * p[e][0] * screen[e][2];
            screen[e][1] = scene->centre[1] - scene->focal * p[e][1] * screen[e][2];
          }
        if ((screen[0][0] < 0 && screen[1][0] < 0) || (screen[0][1] < 0 && screen[1][1] < 0)
            || (screen[0][0] >= picture->width && screen[1][0] >= picture->width)
            || (screen[0][1] >= picture->height && screen[1][1] >= picture->height)
            || fabsf (screen[1][0] - screen[0][0]) >= longest_px || fabsf (screen[1][1] - screen[0][1]) >= longest_px)
          continue;

        for (int k = 0; k < 3; k++)
          along[k] = p[1][k] - p[0][k];
        normalize (along);
        strand_colour (scene, shadow, p[0], along, strands->colour + 3 * s, gloss, strands->occlusion[s * n + i],
                       colour);
        /* Tips are thinner. */
        draw_segment (screen[0], screen[1], colour, strands->alpha[s] * (i == n - 2 ? 0.6f : 1), depth_bias,
                      strands->width_px, picture);
      }
}
