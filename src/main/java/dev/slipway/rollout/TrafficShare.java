package dev.slipway.rollout;

import dev.slipway.cloud.SageMaker.EndpointStatus;
import dev.slipway.cloud.SageMaker.LiveEndpoint;
import dev.slipway.cloud.SageMaker.LiveVariant;
import dev.slipway.cloud.SageMaker.Pending;
import dev.slipway.cloud.SageMaker.VariantProgress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The share of the traffic that the fleet which comes up gets, as far as SageMaker tells. While
 * traffic moves or bakes, SageMaker's progress messages tell of it. At other times the instances
 * that SageMaker ends do.
 *
 * @param percent null when it is not known
 * @param moving whether traffic moves or bakes, so that an alarm can still take it back
 */
record TrafficShare(@Nullable Integer percent, boolean moving) {

  /**
   * What the deployment knows of the share besides what this look shows.
   *
   * @param last the share as of the last look; null when it was not known then
   * @param goesBack whether the deployment knows that the update goes back
   * @param inBatches whether an update that goes back does so in batches, while both fleets serve
   */
  record Known(@Nullable Integer last, boolean goesBack, boolean inBatches) {

    /** The share in an update that goes back. */
    private @Nullable Integer back() {
      boolean serves = last == null || last > 0;
      return inBatches && serves ? null : Integer.valueOf(0);
    }
  }

  static TrafficShare of(LiveEndpoint live, Pending pending, Known known) {
    for (LiveVariant variant : pending.variants()) {
      for (VariantProgress line : variant.progress()) {
        if (line.status().equals("Baking") || line.status().equals("ActivatingTraffic")) {
          return new TrafficShare(told(variant, line), true);
        }
      }
    }
    return new TrafficShare(untold(live, pending, known), false);
  }

  /** Whether SageMaker ends instances of the fleet that was to come up: the update goes back. */
  static boolean endsNew(LiveEndpoint live) {
    return live.pending() != null && ends(live.pending().variants());
  }

  private static @Nullable Integer told(LiveVariant variant, VariantProgress line) {
    return Bake.told(variant, line).map(TrafficShare::percent).orElse(null);
  }

  /** The share while instances are launched or ended, when no message tells of traffic. */
  private static @Nullable Integer untold(LiveEndpoint live, Pending pending, Known known) {
    if (live.status() == EndpointStatus.ROLLING_BACK || ends(pending.variants())) {
      return known.back();
    }
    // SageMaker ends the old instances that get no traffic any more: all of them, or as many as
    // have come up in a batch.
    Optional<Integer> come =
        ends(live.variants()) ? come(pending.variants().stream()) : Optional.empty();
    if (come.isPresent()) return come.get();
    return known.goesBack() ? known.back() : known.last();
  }

  private static Optional<Integer> come(Stream<LiveVariant> variants) {
    return variants
        .findFirst()
        .flatMap(variant -> {
          Integer now = variant.currentInstanceCount();
          Integer all = variant.desiredInstanceCount();
          return now == null || all == null || all <= 0
              ? Optional.empty()
              : Optional.of(percent(Math.min(1, (double) now / all)));
        });
  }

  private static boolean ends(List<LiveVariant> variants) {
    return variants.stream()
        .flatMap(variant -> variant.progress().stream())
        .anyMatch(line -> line.status().equals("Deleting"));
  }

  /** A share in percent. It is 0 or 100 only where a fleet gets nothing or everything. */
  private static int percent(double share) {
    if (share <= 0 || share >= 1) return share <= 0 ? 0 : 100;
    return Math.clamp(Math.round(100 * share), 1, 99);
  }
}
