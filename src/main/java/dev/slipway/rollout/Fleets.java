package dev.slipway.rollout;

import dev.slipway.cloud.RolloutPolicy.FleetShare;
import dev.slipway.cloud.SageMaker.LiveEndpoint;
import dev.slipway.cloud.SageMaker.LiveVariant;
import dev.slipway.cloud.SageMaker.Pending;
import dev.slipway.cloud.SageMaker.VariantProgress;
import dev.slipway.endpoint.Release;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the two fleets out of SageMaker's description of an endpoint. */
final class Fleets {

  private Fleets() {}

  static Sight seen(StepContext context, LiveEndpoint live) {
    if (context.swap() != null) return swapping(context, context.swap(), live);
    List<Fleet> fleets = new ArrayList<>();
    Pending pending = live.pending();
    String ours = context.made().endpointConfigName();
    if (pending == null) {
      boolean green = live.endpointConfigName().equals(ours);
      fleets.add(
          new Fleet(
              green ? Fleet.Side.GREEN : Fleet.Side.BLUE,
              green ? number(context.target()) : number(context.previous()),
              live.endpointConfigName(),
              instances(live.variants()),
              100));
    } else {
      Integer green = greenShare(context, pending);
      boolean creating = context.previous() == null;
      if (!creating) {
        fleets.add(
            new Fleet(
                Fleet.Side.BLUE,
                number(context.previous()),
                live.endpointConfigName(),
                instances(live.variants()),
                green == null ? null : 100 - green));
      }
      fleets.add(
          new Fleet(
              Fleet.Side.GREEN,
              context.target().number(),
              pending.endpointConfigName(),
              instances(pending.variants()),
              green));
    }
    return new Sight(live.rawStatus(), fleets);
  }

  /**
   * The two fleets of a swap. Each serves as a SageMaker endpoint of its own, and the route decides
   * which of them gets the traffic.
   */
  private static Sight swapping(StepContext context, Swap swap, LiveEndpoint live) {
    boolean there = swap.switched() && swap.backAt() == null;
    List<LiveVariant> made = live.pending() == null ? live.variants() : live.pending().variants();
    return new Sight(
        live.rawStatus(),
        List.of(
            new Fleet(
                Fleet.Side.BLUE,
                number(context.previous()),
                swap.fromConfig(),
                null,
                there ? 0 : 100),
            new Fleet(
                Fleet.Side.GREEN,
                context.target().number(),
                String.valueOf(context.made().endpointConfigName()),
                instances(made),
                there ? 100 : 0)));
  }

  /** The share that SageMaker's progress message tells of; null when it tells none. */
  private static @Nullable Integer greenShare(StepContext context, Pending pending) {
    for (LiveVariant variant : pending.variants()) {
      for (VariantProgress line : variant.progress()) {
        switch (line.status()) {
          case "Baking", "ActivatingTraffic" -> {
            String message = String.valueOf(line.message()).toLowerCase(Locale.ROOT);
            if (message.contains("full capacity")) return 100;
            if (message.contains("canary")) return canaryShare(context, variant);
            return null;
          }
          default -> {
            // While instances are launched, scaled or ended, the message says nothing about
            // traffic.
          }
        }
      }
    }
    return 0;
  }

  private static @Nullable Integer canaryShare(StepContext context, LiveVariant variant) {
    FleetShare canary = context.spec().rollout().canary();
    Integer instances = instances(List.of(variant));
    if (canary == null || instances == null || instances == 0) return null;
    return switch (canary.type()) {
      case CAPACITY_PERCENT -> canary.value();
      case INSTANCE_COUNT -> Math.min(100, 100 * canary.value() / instances);
    };
  }

  private static @Nullable Integer instances(List<LiveVariant> variants) {
    if (variants.isEmpty()) return null;
    LiveVariant variant = variants.getFirst();
    Integer current = variant.currentInstanceCount();
    return current == null ? variant.desiredInstanceCount() : current;
  }

  private static @Nullable Integer number(@Nullable Release release) {
    return release == null ? null : release.number();
  }
}
