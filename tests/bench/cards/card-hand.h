/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A simulated hand that holds a document before a camera, hears what it is told and follows, late and not exactly. */

#pragma once

#include "annae-advice.h"
#include "card-stage.h"

enum class HandKind
{
  USUAL,
  STEADY,
  TREMBLING, /* 2 to 3 mm and 1.5 degrees at 4 to 8 Hz */
  SLOW,      /* reacts after 1.6 to 2.5 s */
  N_KINDS
};

const char *
hand_kind_name (HandKind kind);

class CardHand
{
public:
  CardHand (HandKind kind, cv::RNG &random);

  /* The document at a time (s), with tremor; and how it moves then, cm/s in x and y and degrees/s in yaw, pitch, roll.
   */
  CardPose
  pose_at (double time) const;

  /* What is shown and said at this time. */
  void
  follow (const AnnaeAdvice &advice, double time, cv::RNG &random);

  Hold hold;
  double light = 1;

private:
  void
  plan (AnnaeAdviceId id, const AnnaeAdvice &advice, double time, cv::RNG &random);

  HandKind kind;
  CardPose from;
  CardPose to;
  double began = 0;
  double takes = 1.2; /* at first it comes up from below */
  double reaction;
  double tremor;       /* cm */
  double tremor_angle; /* degrees */
  double frequency;
  double phases[6];
  AnnaeAdviceId heard = ANNAE_ADVICE_NONE;
  double heard_at = 0;
};
