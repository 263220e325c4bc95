package dev.slipway.rollout;

import java.time.Instant;
import java.util.UUID;

/** What a look showed of an endpoint of which it was open which release serves. */
sealed interface WhatServes {

  /** SageMaker runs a configuration that Slipway made for this release, and does nothing else. */
  record Proven(UUID release, String config) implements WhatServes {}

  /** No release is on record as serving, and none came to serve. */
  record Nothing() implements WhatServes {}

  /**
   * SageMaker is still changing it.
   *
   * @param modifiedAt SageMaker's last-modified time
   */
  record Moving(Instant modifiedAt) implements WhatServes {}

  /**
   * Nobody can tell: it is gone, has failed, or runs what Slipway has no release for, although a
   * release is on record as serving; or SageMaker could neither make nor take back an update, or
   * tells a status that is not known here.
   */
  record Unknown() implements WhatServes {}
}
