/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the tests of vision begin with. */

#pragma once

#include "annae-model-pack.h"
#include "annae-vault.h"
#include "reader.h"
#include "wipe-allocator.h"

#include <memory>

/* OpenCV's memory as the program has it. */
inline void
begin_vision_test (int *argc, char ***argv)
{
  g_test_init (argc, argv, nullptr);
  annae_vault_init ();
  annae::prepare_opencv ();
}

inline AnnaeModelPack *
bundled_pack ()
{
  GError *error = nullptr;
  AnnaeModelPack *pack = annae_model_pack_find ("annae", &error);

  g_assert_no_error (error);
  return pack;
}

inline std::unique_ptr<annae::Reader>
bundled_reader ()
{
  g_autoptr (AnnaeModelPack) pack = bundled_pack ();

  return std::make_unique<annae::Reader> (*annae_model_pack_get_part (pack, ANNAE_ROLE_READ));
}
