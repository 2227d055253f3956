/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The hand. Its figures are assumptions about people, as those of the loop for the face are (tests/bench/loop). */

#include "card-hand.h"

#include <algorithm>
#include <cmath>

namespace
{

constexpr double MOST_TILT = 35;
constexpr double STEP_TAKES = 0.6; /* s, one movement */
constexpr double PAUSE = 0.5;      /* before the next */
constexpr double WRONG_WAY = 0.15;

double
blend (double from, double to, double share)
{
  double u = std::clamp (share, 0.0, 1.0);

  u = u * u * (3 - 2 * u);
  return from + (to - from) * u;
}

} // namespace

const char *
hand_kind_name (HandKind kind)
{
  static const char *const names[] = { "usual", "steady", "trembling", "slow" };
  return names[static_cast<int> (kind)];
}

CardHand::CardHand (HandKind of, cv::RNG &random) : kind (of)
{
  hold = static_cast<Hold> (random.uniform (0, static_cast<int> (Hold::PORTRAIT)));
  /* One in ten has a finger on the photograph at first. */
  if (random.uniform (0, 10) == 0)
    hold = Hold::PORTRAIT;
  double towards = random.uniform (0.0, 2 * CV_PI);
  double tilt = random.uniform (0.0, MOST_TILT);
  to.z = random.uniform (20.0, 60.0);
  to.x = random.uniform (-0.16, 0.16) * to.z;
  to.y = random.uniform (-0.08, 0.08) * to.z;
  to.yaw = tilt * std::cos (towards);
  to.pitch = tilt * std::sin (towards);
  to.roll = random.uniform (-12.0, 12.0);
  from = to;
  from.y += 0.8 * to.z;
  from.z *= 1.15;
  from.pitch -= 20;
  reaction = kind == HandKind::SLOW ? random.uniform (1.6, 2.5) : random.uniform (0.7, 1.5);
  tremor = kind == HandKind::STEADY ? 0.02 : kind == HandKind::TREMBLING ? random.uniform (0.2, 0.3) : 0.06;
  tremor_angle = kind == HandKind::STEADY ? 0.15 : kind == HandKind::TREMBLING ? 1.5 : 0.5;
  frequency = random.uniform (4.0, 8.0);
  for (double &phase : phases)
    phase = random.uniform (0.0, 2 * CV_PI);
}

CardPose
CardHand::pose_at (double time) const
{
  double share = (time - began) / takes;
  CardPose pose;
  auto wave = [&] (double amplitude, int which, double rate) {
    return amplitude
           * (std::sin (2 * CV_PI * frequency * rate * time + phases[which])
              + 0.8 * std::sin (2 * CV_PI * 0.4 * rate * time + 2 * phases[which]));
  };

  pose.x = blend (from.x, to.x, share) + wave (tremor, 0, 1);
  pose.y = blend (from.y, to.y, share) + wave (tremor, 1, 0.93);
  pose.z = blend (from.z, to.z, share) + wave (tremor, 2, 0.81);
  pose.yaw = blend (from.yaw, to.yaw, share) + wave (tremor_angle, 3, 0.9);
  pose.pitch = blend (from.pitch, to.pitch, share) + wave (tremor_angle, 4, 0.84);
  pose.roll = blend (from.roll, to.roll, share) + wave (tremor_angle * 0.6, 5, 0.88);
  return pose;
}

void
CardHand::plan (AnnaeAdviceId id, const AnnaeAdvice &advice, double time, cv::RNG &random)
{
  bool wrong = random.uniform (0.0, 1.0) < WRONG_WAY;

  from = to;
  began = time;
  takes = STEP_TAKES;
  switch (id)
    {
    case ANNAE_ADVICE_CARD_CLOSER:
      to.z = std::max (9.0, to.z * random.uniform (0.65, 0.85));
      /* Nearer along the line of sight. */
      to.x *= to.z / from.z;
      to.y *= to.z / from.z;
      break;
    case ANNAE_ADVICE_CARD_BACK:
      to.z *= random.uniform (1.15, 1.4);
      break;
    case ANNAE_ADVICE_CARD_CENTRE:
      /* The arrow is by the person's own left and right, the picture's the other way round. */
      if (advice.toward_x != 0)
        to.x *= wrong ? 1.2 : random.uniform (0.0, 0.4);
      if (advice.toward_y != 0)
        to.y *= random.uniform (0.0, 0.4);
      break;
    case ANNAE_ADVICE_CARD_FLATTER:
      {
        double left = wrong ? 1.2 : random.uniform (0.15, 0.6);
        to.yaw *= left;
        to.pitch *= left;
        break;
      }
    case ANNAE_ADVICE_CARD_GLARE:
      to.pitch += (wrong ? -1 : 1) * random.uniform (6.0, 14.0);
      break;
    case ANNAE_ADVICE_CARD_LIGHT:
      light = std::min (1.0, light + 0.25);
      break;
    case ANNAE_ADVICE_CARD_PORTRAIT:
      hold = Hold::BELOW;
      break;
    case ANNAE_ADVICE_CARD_STILL:
      tremor *= 0.75;
      tremor_angle *= 0.75;
      break;
    case ANNAE_ADVICE_CARD_SHOW:
      to.x *= 0.5;
      to.y *= 0.5;
      to.yaw *= 0.7;
      to.pitch *= 0.7;
      /* Not seen at all: people bring it nearer. */
      to.z = std::max (16.0, to.z * 0.85);
      if (hold == Hold::PORTRAIT && random.uniform (0, 2) == 0)
        hold = Hold::BELOW;
      break;
    default:
      break;
    }
}

void
CardHand::follow (const AnnaeAdvice &advice, double time, cv::RNG &random)
{
  if (time < began + takes)
    return;
  if (advice.id != heard)
    {
      heard = advice.id;
      heard_at = time;
      return;
    }
  if (time < heard_at + reaction || annae_advice_is_good (heard) || heard == ANNAE_ADVICE_NONE)
    return;
  plan (heard, advice, time, random);
  /* The next movement after a look at what came of this one. */
  heard_at = time + STEP_TAKES + PAUSE - reaction;
}
