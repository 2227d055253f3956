/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Geometry: normals, the rasterizer with a depth buffer, ambient occlusion, solid noise and the halving of a picture.
 */

#include "core.h"
#include "vector.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define NOTHING_YET -1e30f

/* Length of a triangle's cross product is twice its area, so large triangles weigh more without further work. */
void
subjects_normals (int n_vertices, const float *positions, int n_triangles, const int *triangles, float *normals)
{
  memset (normals, 0, sizeof (float) * 3 * n_vertices);

  for (int t = 0; t < n_triangles; t++)
    {
      const int *corner = triangles + 3 * t;
      const float *a = positions + 3 * corner[0], *b = positions + 3 * corner[1], *c = positions + 3 * corner[2];
      float u[3], v[3], n[3];

      for (int k = 0; k < 3; k++)
        {
          u[k] = b[k] - a[k];
          v[k] = c[k] - a[k];
        }
      cross (u, v, n);
      for (int i = 0; i < 3; i++)
        for (int k = 0; k < 3; k++)
          normals[3 * corner[i] + k] += n[k];
    }

  for (int i = 0; i < n_vertices; i++)
    normalize (normals + 3 * i);
}

static void
raster_triangle (const float *a, const float *b, const float *c, int id, Picture *picture, int perspective)
{
  int left = (int) floorf (fminf (a[0], fminf (b[0], c[0])));
  int right = (int) ceilf (fmaxf (a[0], fmaxf (b[0], c[0])));
  int top = (int) floorf (fminf (a[1], fminf (b[1], c[1])));
  int bottom = (int) ceilf (fmaxf (a[1], fmaxf (b[1], c[1])));
  float area = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);

  left = left < 0 ? 0 : left;
  top = top < 0 ? 0 : top;
  right = right >= picture->width ? picture->width - 1 : right;
  bottom = bottom >= picture->height ? picture->height - 1 : bottom;
  if (left > right || top > bottom || fabsf (area) < 1e-9f)
    return;

  /* Barycentric weights grow linearly across a row: two additions a pixel. */
  float inverse = 1.0f / area;
  float wa_x = -(c[1] - b[1]) * inverse, wa_y = (c[0] - b[0]) * inverse;
  float wb_x = -(a[1] - c[1]) * inverse, wb_y = (a[0] - c[0]) * inverse;
  const float slack = -1e-5f; /* shared edges leave no gap */

  for (int y = top; y <= bottom; y++)
    {
      float px = left + 0.5f, py = y + 0.5f;
      float wa = (px - b[0]) * wa_x + (py - b[1]) * wa_y;
      float wb = (px - c[0]) * wb_x + (py - c[1]) * wb_y;

      for (int x = left; x <= right; x++, wa += wa_x, wb += wb_x)
        {
          float wc = 1.0f - wa - wb;
          float z = wa * a[2] + wb * b[2] + wc * c[2];
          int o = y * picture->width + x;

          if (wa < slack || wb < slack || wc < slack || z <= picture->depth[o])
            continue;
          picture->depth[o] = z;
          if (picture->triangle == NULL)
            continue;
          picture->triangle[o] = id;
          /* 1/distance is linear in the picture, the weights of the surface are not. */
          picture->barycentric[2 * o] = perspective ? wa * a[2] / z : wa;
          picture->barycentric[2 * o + 1] = perspective ? wb * b[2] / z : wb;
        }
    }
}

/* @screen holds x and y in pixels and a depth that is larger where nearer. With @perspective, triangles that reach
 * behind @least_depth (1/cm) are left out; @picture's triangle and barycentric may be NULL together. */
void
subjects_raster (
    const float *screen, int n_triangles, const int *triangles, Picture *picture, int perspective, float least_depth)
{
  for (int t = 0; t < n_triangles; t++)
    {
      const float *a = screen + 3 * triangles[3 * t];
      const float *b = screen + 3 * triangles[3 * t + 1];
      const float *c = screen + 3 * triangles[3 * t + 2];

      if (perspective && (a[2] <= least_depth || b[2] <= least_depth || c[2] <= least_depth))
        continue;
      raster_triangle (a, b, c, t, picture, perspective);
    }
}

/* Ambient occlusion a vertex: the share of @n_directions (a spiral over the sphere, weighted with the cosine) from
 * which a depth map of the mesh sees the vertex within @bias cm of the nearest surface. */
void
subjects_occlusion (const Mesh *mesh, int n_directions, float bias, float *out)
{
  enum
  {
    SIZE = 320
  };
  const float texels_per_cm = SIZE / 64.0f;
  const float golden_angle = 2.39996323f;
  float *depth = malloc (sizeof (float) * SIZE * SIZE);
  float *screen = malloc (sizeof (float) * 3 * mesh->n_vertices);
  float *weight = calloc (mesh->n_vertices, sizeof (float));
  Picture map = { .width = SIZE, .height = SIZE, .depth = depth };

  memset (out, 0, sizeof (float) * mesh->n_vertices);
  for (int d = 0; d < n_directions; d++)
    {
      float y = 1 - 2 * (d + 0.5f) / n_directions, r = sqrtf (1 - y * y);
      float towards[3] = { r * cosf (d * golden_angle), y, r * sinf (d * golden_angle) };
      float u[3] = { towards[2], 0, -towards[0] }, v[3];

      if (fabsf (y) > 0.95f)
        {
          u[0] = 1;
          u[2] = 0;
        }
      float along = dot (u, towards);
      for (int k = 0; k < 3; k++)
        u[k] -= along * towards[k];
      normalize (u);
      cross (towards, u, v);

      for (int i = 0; i < mesh->n_vertices; i++)
        {
          const float *p = mesh->positions + 3 * i;
          screen[3 * i] = SIZE / 2 + dot (p, u) * texels_per_cm;
          screen[3 * i + 1] = SIZE / 2 + dot (p, v) * texels_per_cm;
          screen[3 * i + 2] = dot (p, towards);
        }
      for (int i = 0; i < SIZE * SIZE; i++)
        depth[i] = NOTHING_YET;
      subjects_raster (screen, mesh->n_triangles, mesh->triangles, &map, 0, 0);

      for (int i = 0; i < mesh->n_vertices; i++)
        {
          float cosine = dot (mesh->normals + 3 * i, towards);
          int px = (int) screen[3 * i], py = (int) screen[3 * i + 1];

          if (cosine <= 0.05f)
            continue;
          weight[i] += cosine;
          if (px < 0 || py < 0 || px >= SIZE || py >= SIZE || depth[py * SIZE + px] - screen[3 * i + 2] < bias)
            out[i] += cosine;
        }
    }

  for (int i = 0; i < mesh->n_vertices; i++)
    out[i] = weight[i] > 0 ? out[i] / weight[i] : 1;
  free (depth);
  free (screen);
  free (weight);
}

/* Squares of 2 @radius + 1 texels into a depth map: how hair throws its shadow. */
void
subjects_splat (const float *screen, int n_points, int size, int radius, float *depth)
{
  for (int i = 0; i < n_points; i++)
    for (int dy = -radius; dy <= radius; dy++)
      for (int dx = -radius; dx <= radius; dx++)
        {
          int x = (int) screen[3 * i] + dx, y = (int) screen[3 * i + 1] + dy;

          if (x < 0 || y < 0 || x >= size || y >= size)
            continue;
          depth[y * size + x] = fmaxf (depth[y * size + x], screen[3 * i + 2]);
        }
}

/* Solid noise: a @lattice of 32^3 values that repeats, smoothly interpolated, added to @out. */
void
subjects_noise (
    const float *lattice, int n_points, const float *points, float scale, float offset, float amplitude, float *out)
{
  for (int i = 0; i < n_points; i++)
    {
      int cell[3][2];
      float weight[3][2], sum = 0;

      for (int k = 0; k < 3; k++)
        {
          float x = points[3 * i + k] * scale + offset, f = x - floorf (x);

          cell[k][0] = (int) floorf (x) & 31;
          cell[k][1] = (cell[k][0] + 1) & 31;
          weight[k][1] = f * f * (3 - 2 * f);
          weight[k][0] = 1 - weight[k][1];
        }
      for (int corner = 0; corner < 8; corner++)
        {
          int a = corner >> 2, b = (corner >> 1) & 1, c = corner & 1;

          sum += weight[0][a] * weight[1][b] * weight[2][c] * lattice[(cell[0][a] * 32 + cell[1][b]) * 32 + cell[2][c]];
        }
      out[i] += amplitude * sum;
    }
}

/* RGBA at half the size, each pixel the mean of four. */
void
subjects_halve (const float *in, int width, int height, float *out)
{
  for (int y = 0; y < height / 2; y++)
    for (int x = 0; x < width / 2; x++)
      for (int k = 0; k < 4; k++)
        {
          const float *p = in + (2 * y * width + 2 * x) * 4 + k;

          out[(y * (width / 2) + x) * 4 + k] = 0.25f * (p[0] + p[4] + p[4 * width] + p[4 * width + 4]);
        }
}
