/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A GstAllocator for system memory that wipes on free. GStreamer's own default does the same without the wiping;
 * elements that ask for no allocator of their own get this one. */

#include "annae-wipe-allocator.h"

#include <gst/gst.h>

#include "annae-frame.h"
#include "annae-vault.h"

/* No picture that Annae accepts needs more at 4 bytes a pixel and some padding, so a decompression bomb ends here. */
#define LARGEST ((gsize) ANNAE_FRAME_MAX_PIXELS * 4 + (1 << 20))

typedef struct
{
  GstMemory memory;
  guint8 *block; /* as allocated; NULL for a shared part of another memory */
  guint8 *data;  /* aligned */
} WipedMemory;

typedef GstAllocator WipeAllocator;
typedef GstAllocatorClass WipeAllocatorClass;

static GType
wipe_allocator_get_type (void);
G_DEFINE_TYPE (WipeAllocator, wipe_allocator, GST_TYPE_ALLOCATOR)

static gsize wiped_bytes; /* atomic */

static WipedMemory *
wrap (GstAllocator *allocator,
      GstMemoryFlags flags,
      WipedMemory *parent,
      guint8 *block,
      guint8 *data,
      gsize maxsize,
      gsize align,
      gsize offset,
      gsize size)
{
  WipedMemory *self = g_new0 (WipedMemory, 1);

  gst_memory_init (GST_MEMORY_CAST (self), flags, allocator, GST_MEMORY_CAST (parent), maxsize, align, offset, size);
  self->block = block;
  self->data = data;
  return self;
}

static GstMemory *
wipe_allocator_alloc (GstAllocator *allocator, gsize size, GstAllocationParams *params)
{
  gsize align = params->align | gst_memory_alignment;
  gsize maxsize = size + params->prefix + params->padding;
  guint8 *block = size <= LARGEST ? g_try_malloc (maxsize + align) : NULL;
  guint8 *data;

  if (block == NULL)
    return NULL;
  data = (guint8 *) (((gsize) block + align) & ~align);
  if (params->prefix > 0 && (params->flags & GST_MEMORY_FLAG_ZERO_PREFIXED))
    memset (data, 0, params->prefix);
  if (params->padding > 0 && (params->flags & GST_MEMORY_FLAG_ZERO_PADDED))
    memset (data + params->prefix + size, 0, params->padding);
  return GST_MEMORY_CAST (wrap (allocator, params->flags, NULL, block, data, maxsize, align, params->prefix, size));
}

static void
wipe_allocator_free (GstAllocator *allocator, GstMemory *memory)
{
  WipedMemory *self = (WipedMemory *) memory;

  if (self->block != NULL)
    {
      annae_vault_wipe (self->data, memory->maxsize);
      g_atomic_pointer_add (&wiped_bytes, memory->maxsize);
      g_free (self->block);
    }
  g_free (self);
}

static gpointer
wiped_memory_map (GstMemory *memory, gsize maxsize, GstMapFlags flags)
{
  return ((WipedMemory *) memory)->data;
}

static void
wiped_memory_unmap (GstMemory *memory)
{
}

static GstMemory *
wiped_memory_share (GstMemory *memory, gssize offset, gssize size)
{
  WipedMemory *self = (WipedMemory *) memory;
  GstMemory *parent = memory->parent != NULL ? memory->parent : memory;

  if (size == -1)
    size = memory->size - offset;
  return GST_MEMORY_CAST (wrap (memory->allocator, GST_MINI_OBJECT_FLAGS (parent) | GST_MINI_OBJECT_FLAG_LOCK_READONLY,
                                (WipedMemory *) parent, NULL, self->data, memory->maxsize, memory->align,
                                memory->offset + offset, size));
}

static void
wipe_allocator_class_init (WipeAllocatorClass *klass)
{
  klass->alloc = wipe_allocator_alloc;
  klass->free = wipe_allocator_free;
}

static void
wipe_allocator_init (WipeAllocator *self)
{
  self->mem_type = "AnnaeWiped";
  self->mem_map = wiped_memory_map;
  self->mem_unmap = wiped_memory_unmap;
  self->mem_share = wiped_memory_share;
}

void
annae_wipe_allocator_install (void)
{
  GstAllocator *allocator = g_object_new (wipe_allocator_get_type (), NULL);

  gst_object_ref_sink (allocator);
  gst_allocator_set_default (allocator);
}

guint64
annae_wipe_allocator_wiped (void)
{
  return (guint64) (gsize) g_atomic_pointer_get (&wiped_bytes);
}
