package dev.slipway.rollout;

import dev.slipway.cloud.RolloutPolicy.Strategy;
import dev.slipway.cloud.SageMaker.LiveEndpoint;
import dev.slipway.cloud.SageMaker.LiveVariant;
import dev.slipway.cloud.SageMaker.Pending;
import dev.slipway.endpoint.Release;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the two fleets out of SageMaker's description of an endpoint. */
final class Fleets {

  private Fleets() {}

  static Sight seen(StepContext context, LiveEndpoint live) {
    if (context.swap() != null) return swapping(context, context.swap(), live);
    Pending pending = live.pending();
    return new Sight(
        live.rawStatus(),
        pending == null ? List.of(serving(context, live)) : changing(context, live, pending));
  }

  private static Fleet serving(StepContext context, LiveEndpoint live) {
    boolean green = live.endpointConfigName().equals(context.made().endpointConfigName());
    return new Fleet(
        green ? Fleet.Side.GREEN : Fleet.Side.BLUE,
        green ? number(context.target()) : number(context.previous()),
        live.endpointConfigName(),
        instances(live.variants()),
        100);
  }

  /**
   * The fleets of an endpoint that changes. Once all traffic is on the new fleet and nothing bakes
   * any more, SageMaker only takes the old fleet down: it is no longer shown then.
   */
  private static List<Fleet> changing(StepContext context, LiveEndpoint live, Pending pending) {
    Fleet.Side coming = asksBack(context, live, pending) ? Fleet.Side.BLUE : Fleet.Side.GREEN;
    TrafficShare share = TrafficShare.of(live, pending, known(context, live, coming));
    Integer percent = share.percent();
    Fleet to = fleet(context, coming, pending.endpointConfigName(), pending.variants(), percent);
    boolean over =
        coming == Fleet.Side.GREEN && !share.moving() && Integer.valueOf(100).equals(percent);
    if (over || context.previous() == null) return List.of(to);
    Fleet from =
        fleet(
            context,
            coming == Fleet.Side.GREEN ? Fleet.Side.BLUE : Fleet.Side.GREEN,
            live.endpointConfigName(),
            live.variants(),
            percent == null ? null : 100 - percent);
    return coming == Fleet.Side.GREEN ? List.of(from, to) : List.of(to, from);
  }

  private static Fleet fleet(
      StepContext context,
      Fleet.Side side,
      String config,
      List<LiveVariant> variants,
      @Nullable Integer percent) {
    Release release = side == Fleet.Side.GREEN ? context.target() : context.previous();
    return new Fleet(side, number(release), config, instances(variants), percent);
  }

  /**
   * Whether the old fleet is the one that comes up: where SageMaker has no guardrails, {@link
   * BakeStep} asks for what ran before.
   */
  private static boolean asksBack(StepContext context, LiveEndpoint live, Pending pending) {
    Memory.Before before = context.memory().before();
    return before != null
        && pending.endpointConfigName().equals(before.endpointConfigName())
        && live.endpointConfigName().equals(context.made().endpointConfigName());
  }

  private static TrafficShare.Known known(
      StepContext context, LiveEndpoint live, Fleet.Side coming) {
    int instances = context.capacity(live.desiredInstances()).instances();
    return new TrafficShare.Known(
        last(context, coming),
        coming == Fleet.Side.GREEN && context.deployment().state() == DeploymentState.ROLLING_BACK,
        context.policy(live, instances).strategy() == Strategy.ROLLING);
  }

  /** A side's share as of the last look. A side that was not seen yet has none of the traffic. */
  private static @Nullable Integer last(StepContext context, Fleet.Side side) {
    for (Fleet fleet : context.deployment().progress().fleets()) {
      if (fleet.side() == side) return fleet.trafficPercent();
    }
    return 0;
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
                Objects.requireNonNull(context.made().endpointConfigName()),
                instances(made),
                there ? 100 : 0)));
  }

  /** The fleets of a swap once predictions go to the old endpoint again. */
  static List<Fleet> switchedBack(List<Fleet> fleets) {
    return fleets.stream()
        .map(fleet -> fleet.getting(fleet.side() == Fleet.Side.BLUE ? 100 : 0))
        .toList();
  }

  /**
   * Whether only the new fleet is left: it has all the traffic, and no bake follows in which an
   * alarm could take it back.
   */
  static boolean over(List<Fleet> fleets) {
    return fleets.size() == 1
        && fleets.getFirst().side() == Fleet.Side.GREEN
        && Integer.valueOf(100).equals(fleets.getFirst().trafficPercent());
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
