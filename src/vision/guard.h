/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where C++ ends: an exception becomes a GError of the domain and with the words that the caller means. */

#pragma once

#include "annae-errors.h"

#include <opencv2/core.hpp>

#include <exception>
#include <new>
#include <stdexcept>
#include <string>

namespace annae
{

/* What went wrong, in a whole sentence for staff and log. */
class Failure : public std::runtime_error
{
public:
  Failure (GQuark domain, int code, const std::string &what) : std::runtime_error (what), domain (domain), code (code) {}

  const GQuark domain;
  const int code;
};

[[noreturn]] inline void
fail (AnnaeFailureError code, const std::string &what)
{
  throw Failure (ANNAE_FAILURE_ERROR, code, what);
}

[[noreturn]] inline void
retry (AnnaeRetryError code, const std::string &what)
{
  throw Failure (ANNAE_RETRY_ERROR, code, what);
}

/* Runs work; FALSE with error set where it threw. code and doing stand for what OpenCV says by itself. */
template <typename Work>
gboolean
guarded (GError **error, AnnaeFailureError code, const char *doing, Work work) noexcept
{
  try
    {
      work ();
      return TRUE;
    }
  catch (const Failure &failure)
    {
      g_set_error_literal (error, failure.domain, failure.code, failure.what ());
    }
  catch (const cv::Exception &exception)
    {
      bool memory = exception.code == cv::Error::StsNoMem;
      g_set_error (error, ANNAE_FAILURE_ERROR, memory ? ANNAE_FAILURE_MEMORY : code, "%s: %s", doing, exception.err.c_str ());
    }
  catch (const std::bad_alloc &)
    {
      g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_MEMORY, "%s: there is no memory", doing);
    }
  catch (const std::exception &exception)
    {
      g_set_error (error, ANNAE_FAILURE_ERROR, code, "%s: %s", doing, exception.what ());
    }
  catch (...)
    {
      g_set_error (error, ANNAE_FAILURE_ERROR, code, "%s: an unknown exception", doing);
    }
  return FALSE;
}

} // namespace annae
