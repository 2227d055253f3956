/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Colour of every pixel that the rasterizer found: material, three lights, and light from everywhere. */

#include "core.h"
#include "light.h"
#include "vector.h"

#include <math.h>

static const float NO_WRAP[3] = { 0, 0, 0 };

typedef struct
{
  int material;
  float position[3];
  float normal[3];
  float rest[3];
  float view[3]; /* towards the camera */
  float open;    /* ambient occlusion, 1 is open */
  float albedo[3];
  float reflectance; /* at normal incidence */
  float roughness;
  float specular;    /* strength */
  const float *wrap; /* how far light bleeds around the edge of the shade, a channel */
} Surface;

/* Bilinear; u and v are 0 to 1, v points up. */
static void
sample (const float *texels, int size, int channels, float u, float v, float *out)
{
  float x = clamp (u * size - 0.5f, 0, size - 1.001f), y = clamp ((1 - v) * size - 0.5f, 0, size - 1.001f);
  int left = (int) x, top = (int) y;
  float a = x - left, b = y - top;
  const float *upper = texels + (top * size + left) * channels, *lower = upper + size * channels;

  for (int k = 0; k < channels; k++)
    out[k]
        = (upper[k] * (1 - a) + upper[channels + k] * a) * (1 - b) + (lower[k] * (1 - a) + lower[channels + k] * a) * b;
}

/* Trowbridge-Reitz distribution of microfacets. */
static float
microfacets (float cosine, float roughness)
{
  float a2 = roughness * roughness, d = cosine * cosine * (a2 - 1) + 1;

  return a2 / (3.14159f * d * d);
}

static void
add_light (const Surface *s, const Light *light, float reaching, float specular, float *colour)
{
  float cosine = dot (s->normal, light->towards);

  for (int k = 0; k < 3; k++)
    {
      float diffuse = (cosine + s->wrap[k]) / (1 + s->wrap[k]);
      /* Red travels farthest under skin, so the edge of a shadow is reddish. */
      float lit = s->wrap[k] > 0 && k == 0 ? powf (reaching, 0.75f) : reaching;

      if (diffuse > 0)
        colour[k] += s->albedo[k] * diffuse * light->colour[k] * lit;
    }
  if (cosine <= 0 || reaching <= 0)
    return;

  float half[3];
  for (int k = 0; k < 3; k++)
    half[k] = light->towards[k] + s->view[k];
  normalize (half);
  float n_half = dot (s->normal, half), n_view = fmaxf (dot (s->normal, s->view), 0.05f);
  if (n_half <= 0)
    return;

  /* Two lobes: the narrow one is the film of oil. Schlick's Fresnel and Smith's shadowing. */
  float fresnel = s->reflectance + (1 - s->reflectance) * powf (1 - clamp (dot (s->view, half), 0, 1), 5);
  float lobes = 0.85f * microfacets (n_half, s->roughness) + 0.15f * microfacets (n_half, s->roughness * 0.5f);
  float k = s->roughness * 0.5f;
  float shadowing = 1.0f / ((cosine * (1 - k) + k) * (n_view * (1 - k) + k));
  float amount = lobes * fresnel * shadowing * 0.25f * cosine * reaching * specular;
  for (int i = 0; i < 3; i++)
    colour[i] += light->colour[i] * amount;
}

/* An eyeball: sclera that darkens towards the corners, and an iris with fibres, a dark limbus and the lid's shade. */
static void
eye_surface (const Scene *scene, Surface *s)
{
  const float *centre = s->rest[0] > 0 ? scene->eye_centres : scene->eye_centres + 3;
  float d[3] = { s->rest[0] - centre[0], s->rest[1] - centre[1], s->rest[2] - centre[2] };

  normalize (d);
  float radius = d[2] < 0 ? 3 : 1.5f * sqrtf (d[0] * d[0] + d[1] * d[1]);
  float angle = atan2f (d[1], d[0]);
  float white = 1 - 0.25f * clamp ((radius - 0.7f) / 0.8f, 0, 1), veins = clamp ((radius - 0.7f) * 1.2f, 0, 1);
  float reddening[3] = { 1, 1 - 0.08f * veins, 1 - 0.10f * veins };
  for (int k = 0; k < 3; k++)
    s->albedo[k] = scene->sclera[k] * white * reddening[k];

  float inside = clamp ((scene->iris_radius + 0.03f - radius) / 0.06f, 0, 1);
  if (inside > 0)
    {
      float t = radius / scene->iris_radius;
      float fibres
          = 0.8f + 0.25f * sinf (angle * 37 + 3 * sinf (t * 9)) * sinf (angle * 23 + 1.3f) + 0.15f * sinf (angle * 61);
      float limbus = 1 - 0.75f * clamp ((t - 0.8f) / 0.2f, 0, 1);
      float collarette = 1 + 0.35f * clamp (1 - fabsf (t - 0.5f) * 3, 0, 1);
      float pupil = clamp ((radius - scene->pupil_radius) / 0.035f, 0, 1);
      float lid = 0.62f + 0.38f * clamp (0.5f - d[1] * 2.2f, 0, 1);

      for (int k = 0; k < 3; k++)
        {
          float iris = scene->iris[k] * fibres * limbus * collarette * pupil * lid + 0.004f;
          s->albedo[k] = s->albedo[k] * (1 - inside) + iris * inside;
        }
    }
  s->roughness = 0.07f;
  s->reflectance = 0.03f;
  s->specular = scene->eye_gloss;
  s->wrap = NO_WRAP;
  s->open = clamp (s->open * 1.15f, 0.12f, 1);
}

/* Cloth with a weave; @below_collar is negative on the part of the neck's mesh that is the shirt, cm. */
static void
shirt_surface (const Scene *scene, float below_collar, Surface *s)
{
  float shade = 0.93f + 0.07f * sinf (s->rest[0] * 9) * sinf (s->rest[1] * 9);

  if (below_collar < 0 && below_collar > -1.1f)
    shade *= 0.82f;
  if (below_collar < 0 && below_collar > -0.12f)
    shade *= 0.5f;
  for (int k = 0; k < 3; k++)
    s->albedo[k] = scene->shirt[k] * shade;
  s->roughness = 0.8f;
  s->specular = 0.3f;
  s->wrap = NO_WRAP;
}

static void
set_colour (Surface *s, float r, float g, float b)
{
  s->albedo[0] = r;
  s->albedo[1] = g;
  s->albedo[2] = b;
}

static void
cloth_surface (const float *colour, float shade, Surface *s)
{
  set_colour (s, colour[0] * shade, colour[1] * shade, colour[2] * shade);
  s->roughness = 0.8f;
  s->specular = 0.3f;
  s->wrap = NO_WRAP;
}

static void
find_surface (const Scene *scene, const Skin *skin, float u, float v, Surface *s)
{
  float texel[4], relief[3], below_collar = 0;

  /* The neck's mesh becomes the shirt below a line that falls towards the chest. */
  if ((s->material == MATERIAL_FACE || s->material == MATERIAL_HEAD) && s->rest[1] < -9 && s->rest[1] > -25)
    {
      below_collar = s->rest[1] + 11.9f + 0.28f * (s->rest[2] + 3);
      if (below_collar < 0)
        s->material = MATERIAL_SHIRT;
    }

  switch (s->material)
    {
    case MATERIAL_FACE:
      sample (skin->face, skin->size, 4, u, v, texel);
      sample (skin->relief, skin->size, 3, u, v, relief);
      for (int k = 0; k < 3; k++)
        s->normal[k] += dot (scene->head + 3 * k, relief);
      normalize (s->normal);
      set_colour (s, texel[0], texel[1], texel[2]);
      s->specular = texel[3];
      break;
    case MATERIAL_HEAD:
      sample (skin->head, skin->head_size, 4, u - 1, v, texel);
      set_colour (s, texel[0], texel[1], texel[2]);
      s->specular = texel[3] * 0.6f;
      break;
    case MATERIAL_GUMS:
      set_colour (s, 0.42f, 0.13f, 0.12f);
      s->roughness = 0.25f;
      s->specular = 1.2f;
      s->open = fmaxf (s->open, 0.12f + 0.2f * scene->jaw_open);
      break;
    case MATERIAL_TEETH:
      set_colour (s, scene->teeth[0], scene->teeth[1], scene->teeth[2]);
      s->roughness = 0.2f;
      s->reflectance = 0.04f;
      s->open = fmaxf (s->open, 0.3f + 0.25f * scene->jaw_open);
      break;
    case MATERIAL_MOUTH:
      set_colour (s, 0.25f, 0.06f, 0.05f);
      s->roughness = 0.3f;
      s->open = fminf (s->open, 0.12f + 0.1f * scene->jaw_open);
      break;
    case MATERIAL_SHIRT:
      shirt_surface (scene, below_collar, s);
      break;
    case MATERIAL_SPECTACLES:
      set_colour (s, scene->spectacles[0], scene->spectacles[1], scene->spectacles[2]);
      s->roughness = 0.25f;
      s->specular = 1.5f;
      s->reflectance = 0.05f;
      s->wrap = NO_WRAP;
      break;
    case MATERIAL_MASK:
      /* Three folds across. */
      cloth_surface (scene->mask, 0.93f + 0.07f * sinf (s->rest[1] * 4.2f), s);
      break;
    case MATERIAL_SCARF:
      cloth_surface (scene->scarf, 0.96f + 0.04f * sinf (s->rest[0] * 9) * sinf (s->rest[1] * 9), s);
      break;
    case MATERIAL_HAND:
      set_colour (s, scene->hand[0], scene->hand[1], scene->hand[2]);
      s->specular = 0.7f;
      break;
    case MATERIAL_EYE:
      eye_surface (scene, s);
      break;
    }
}

/* Light from everywhere, dimmed by occlusion; in the folds of skin red is lost least, as light bounces there. */
static void
add_ambient (const Scene *scene, const Surface *s, float *colour)
{
  int eye = s->material == MATERIAL_EYE, skin = s->material == MATERIAL_FACE || s->material == MATERIAL_HEAD;
  float up = 0.5f + 0.5f * s->normal[1], ahead = 0.5f + 0.5f * s->normal[2], open = s->open;
  float grazing = powf (1 - fmaxf (dot (s->normal, s->view), 0), 5);
  float mirror = (s->reflectance + 0.35f * (eye ? 1 : 0.35f) * grazing) * open * open * s->specular * (eye ? 0.7f : 1);

  for (int k = 0; k < 3; k++)
    {
      float light = scene->sky[k] * up + scene->ground[k] * (1 - up) + scene->front[k] * ahead * ahead;
      float reaching = !skin    ? open * (0.5f + 0.5f * open)
                       : k == 0 ? 0.35f * open + 0.65f * sqrtf (open) * open
                                : open * (0.6f + 0.4f * open);

      colour[k] += s->albedo[k] * light * fmaxf (reaching, 0.03f) + light * mirror;
    }
}

static void
shade_pixel (const Scene *scene,
             const Mesh *mesh,
             const Skin *skin,
             const ShadowMap *shadow,
             const float skin_wrap[3],
             int triangle,
             const float *weights,
             float *out)
{
  const int *corner = mesh->triangles + 3 * triangle;
  const float *uv = mesh->uv + 6 * triangle, w[3] = { weights[0], weights[1], 1 - weights[0] - weights[1] };
  float u = 0, v = 0, colour[3] = { 0, 0, 0 };
  Surface s = { .material = mesh->materials[triangle], .reflectance = 0.028f, .specular = 1, .wrap = skin_wrap };

  s.roughness = scene->skin_roughness;
  for (int i = 0; i < 3; i++)
    {
      for (int k = 0; k < 3; k++)
        {
          s.position[k] += w[i] * mesh->positions[3 * corner[i] + k];
          s.normal[k] += w[i] * mesh->normals[3 * corner[i] + k];
          s.rest[k] += w[i] * mesh->rest[3 * corner[i] + k];
        }
      s.open += w[i] * mesh->occlusion[corner[i]];
      u += w[i] * uv[2 * i];
      v += w[i] * uv[2 * i + 1];
    }
  normalize (s.normal);
  for (int k = 0; k < 3; k++)
    s.view[k] = -s.position[k];
  normalize (s.view);
  find_surface (scene, skin, u, v, &s);

  int eye = s.material == MATERIAL_EYE;
  int in_mouth = s.material == MATERIAL_GUMS || s.material == MATERIAL_TEETH || s.material == MATERIAL_MOUTH;
  float reaching = key_light_at (scene, shadow, s.position, eye ? 0.12f : 0.18f);
  if (eye)
    reaching = fmaxf (reaching, 0.35f); /* lids shade softly; a black eye looks dead */
  if (in_mouth)
    reaching *= s.open * 1.2f;
  add_light (&s, &scene->key, reaching, s.specular, colour);
  add_light (&s, &scene->fill, 0.35f + 0.65f * s.open, s.specular * s.open, colour);
  add_light (&s, &scene->rim, eye || in_mouth ? 0 : s.open, s.specular, colour);
  add_ambient (scene, &s, colour);

  for (int k = 0; k < 3; k++)
    out[k] = fminf (colour[k], 6); /* no fireflies when the picture is halved */
  out[3] = 1;
}

/* Fills @picture's rgba (linear, alpha 0 where nothing is) from its triangles and weights. */
void
subjects_shade (const Scene *scene, const Mesh *mesh, const Skin *skin, const ShadowMap *shadow, Picture *picture)
{
  /* With the light behind the head its bleeding around the edge would glow. */
  float in_front = clamp (scene->key.towards[2] * 2, 0, 1);
  const float skin_wrap[3] = { 0.04f + 0.26f * in_front, 0.03f + 0.11f * in_front, 0.02f + 0.07f * in_front };

  for (int o = 0; o < picture->width * picture->height; o++)
    {
      float *out = picture->rgba + 4 * o;

      if (picture->triangle[o] >= 0)
        shade_pixel (scene, mesh, skin, shadow, skin_wrap, picture->triangle[o], picture->barycentric + 2 * o, out);
      else
        out[0] = out[1] = out[2] = out[3] = 0;
    }
}
