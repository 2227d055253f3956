/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the measurements of bench-cards share: a look at a picture, how far off what it saw is, counts and tables. */

#pragma once

#include "annae-vision.h"
#include "card-stage.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

constexpr double CORNERS_NEAR = 0.02; /* of the document's width, the worst corner */
constexpr double PORTRAIT_NEAR
    = 0.3; /* of the inter-eye distance, either eye: the detector's own points lie 0.15 off these people's */
constexpr double PORTRAIT_WRONG = 0.5; /* the midpoint of the eyes: another face */

struct Bench
{
  AnnaeVision *vision;
  std::vector<Specimen> specimens;
  std::vector<cv::Mat> rooms;
  guint64 seed = 1;
  double gives_up = 30; /* s */
  bool list = false;
  bool trace = false;
  bool ideal = false;
  AnnaeDocumentView ideal_view; /* of the last picture, where ideal */
  int only = -1;
  const char *dump = nullptr;
  std::vector<double> times[2]; /* ms of this thread, 720p and 1080p */
};

struct Count
{
  int n = 0;
  int good = 0;

  void
  add (bool is_good)
  {
    n++;
    good += is_good;
  }
};

/* Counts by several groupings at once. */
class Groups
{
public:
  /* 1 good, 0 not, -1 does not count. */
  void
  add (const std::string &name, const std::vector<int> &results);

  void
  print (const char *title, const std::vector<const char *> &heads) const;

private:
  std::map<std::string, std::vector<Count>> by;
};

/* Specimen and room of the i-th picture or session. */
const Specimen &
specimen_of (const Bench &bench, int i);

const cv::Mat &
any_room (const Bench &bench, cv::RNG &random);

/* What the program sees; the time it takes is noted. */
AnnaeDocumentView
look (Bench &bench, const cv::Mat &picture);

/* The worst corner, as a share of the document's width. */
double
corner_error (const AnnaeDocumentView &view, const CardTruth &truth);

/* The worse eye, and the middle of both, in inter-eye distances. */
double
eye_error (const AnnaeFace &face, const CardTruth &truth, double *midpoint);

double
at_share (std::vector<double> values, double share);

/* Into the folder of --dump, where there is one, with what was found drawn in. */
void
dump (const Bench &bench, const std::string &name, const cv::Mat &picture, const AnnaeDocumentView &view);

/* Sessions in which a simulated hand follows the guide (card-sessions.cc). */
void
run_loop (Bench &bench, int n);

/* Sessions in which nothing may be taken. */
void
run_none (Bench &bench, int n);
