/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The compiled part of the renderer of synthetic people. native.py builds it and mirrors these structures field by
 * field. Lengths are centimetres, directions are unit vectors, colours are linear RGB. Camera space: x to the right of
 * the picture, y up, the camera at the origin looking towards -z. */

#pragma once

enum
{
  MATERIAL_FACE,
  MATERIAL_HEAD,
  MATERIAL_GUMS,
  MATERIAL_TEETH,
  MATERIAL_EYE,
  MATERIAL_MOUTH,
  MATERIAL_SHIRT,
  MATERIAL_SPECTACLES,
  MATERIAL_MASK,
  MATERIAL_SCARF,
  MATERIAL_HAND,
};

typedef struct
{
  float towards[3];
  float colour[3];
} Light;

typedef struct
{
  Light key; /* the only one that casts shadows */
  Light fill;
  Light rim;
  float sky[3]; /* what comes from above, from below and from the camera's side, from everywhere at once */
  float ground[3];
  float front[3];
  float shadow_u[3]; /* frame of the shadow map */
  float shadow_v[3];
  float shadow_origin[3];
  float shadow_scale; /* texels a centimetre */
  float head[9];      /* rotation of the head, row by row: the relief of the skin is in the head's frame */
  float focal;        /* px of the picture that is drawn, as centre */
  float centre[2];
  float iris[3];
  float sclera[3];
  float pupil_radius;
  float iris_radius;
  float eye_centres[6]; /* in the head's rest frame: the person's left eye, then the right */
  float eye_gloss;
  float skin_roughness;
  float teeth[3];
  float shirt[3];
  float spectacles[3];
  float mask[3];
  float scarf[3];
  float hand[3];
  float jaw_open; /* 0 to 1 */
} Scene;

typedef struct
{
  int n_vertices;
  int n_triangles;
  const float *positions; /* camera space */
  const float *normals;
  const float *rest;      /* before any identity, expression or pose: patterns stick to it */
  const float *occlusion; /* 0 hidden from everywhere, 1 open */
  const int *triangles;
  const int *materials; /* one a triangle */
  const float *uv;      /* six a triangle */
} Mesh;

typedef struct
{
  int width;
  int height;
  float *depth; /* 1 / distance along the axis, larger is nearer */
  int *triangle;
  float *barycentric; /* first two weights */
  float *rgba;
} Picture;

typedef struct
{
  int size;
  const float *face; /* albedo and specular strength */
  const float *relief;
  int head_size;
  const float *head;
} Skin;

typedef struct
{
  int size;
  const float *depth;
} ShadowMap;

typedef struct
{
  int n_strands;
  int n_points; /* a strand */
  const float *points;
  const float *colour;    /* a strand */
  const float *alpha;     /* a strand */
  const float *occlusion; /* a point */
  int width_px;
} Strands;

void
subjects_normals (int n_vertices, const float *positions, int n_triangles, const int *triangles, float *normals);
void
subjects_raster (
    const float *screen, int n_triangles, const int *triangles, Picture *picture, int perspective, float least_depth);
void
subjects_occlusion (const Mesh *mesh, int n_directions, float bias, float *out);
void
subjects_splat (const float *screen, int n_points, int size, int radius, float *depth);
void
subjects_noise (
    const float *lattice, int n_points, const float *points, float scale, float offset, float amplitude, float *out);
void
subjects_halve (const float *in, int width, int height, float *out);
void
subjects_shade (const Scene *scene, const Mesh *mesh, const Skin *skin, const ShadowMap *shadow, Picture *picture);
void
subjects_strands (const Scene *scene,
                  const Strands *strands,
                  const ShadowMap *shadow,
                  float depth_bias,
                  float gloss,
                  Picture *picture);
