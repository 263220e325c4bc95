package dev.slipway.cloud;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The clients of one application for one simulator after another. */
public final class FollowingClouds implements Clouds {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** As small as S3's parts may be, so that a few megabytes are many. */
  private static final AwsCopies.Sizes SMALL = new AwsCopies.Sizes(6 << 20, 5 << 20, 80);

  private final CloudClock clock;
  private final CallPacing pacing;
  private @Nullable AwsClouds current;

  /** Follows nothing yet. */
  public FollowingClouds(CloudClock clock, CallPacing pacing) {
    this.clock = clock;
    this.pacing = pacing;
  }

  /** Leaves the simulator that it has followed and goes to this one. */
  public synchronized void follow(URI simulator) {
    leave();
    var aws = new CloudProperties.Aws(simulator, null, "slipway", TIMEOUT);
    current =
        new AwsClouds(
            new CloudProperties(CloudProperties.Kind.SIMULATOR, aws), clock, pacing, SMALL);
  }

  /** Closes its connections. */
  public synchronized void leave() {
    AwsClouds left = current;
    current = null;
    if (left != null) left.close();
  }

  private synchronized AwsClouds current() {
    if (current == null) throw new IllegalStateException("no simulator is followed");
    return current;
  }

  @Override
  public Cloud at(CloudLocation location) {
    return current().at(location);
  }

  @Override
  public Upstream upstream(CloudLocation location) {
    return current().upstream(location);
  }
}
