package dev.slipway.cloud;

import dev.slipway.base.WallClock;
import java.time.Instant;

/** With AWS, cloud time is the machine's. */
record SystemCloudClock(WallClock wall) implements CloudClock {

  @Override
  public Instant now() {
    return wall.now();
  }

  @Override
  public Instant wallTimeOf(Instant cloudTime) {
    return cloudTime;
  }
}
