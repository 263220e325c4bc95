package dev.slipway.simulator.sagemaker;

import dev.slipway.simulator.serving.Growth;
import dev.slipway.simulator.wire.ServiceException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What follows when the time of a change, or of a stage of it, is over. */
final class Steps {

  private final World world;
  private final Fleets fleets;

  Steps(World world, Fleets fleets) {
    this.world = world;
    this.fleets = fleets;
  }

  /** The next step; empty while instances are still starting. */
  Optional<Step> after(EndpointState state, Change change, Instant now) {
    return switch (change) {
      case Change.Creating creating -> created(state, creating, now);
      case Change.Updating updating -> stageOver(state, updating, now);
      case Change.RollingBack back -> rolledBack(state, back, now);
      case Change.Resizing resizing -> resized(state, resizing, now);
      case Change.Maintaining maintaining -> maintained(state, maintaining, now);
      case Change.Deleting _ -> Optional.of(new Step(state, fleets::drain));
    };
  }

  private Optional<Step> created(EndpointState state, Change.Creating creating, Instant now) {
    return switch (fleets.blue().grow(creating.fleet().counts())) {
      case Growth.Starting _ -> Optional.empty();
      case Growth.Failed failed ->
          Optional.of(new Step(state.failed(failed.reason(), now), fleets::drain));
      case Growth.Up _ -> {
        FleetPlan reached = creating.fleet().reached();
        yield Optional.of(
            new Step(state.settled(reached, null, now), () -> fleets.replan(reached)));
      }
    };
  }

  private Optional<Step> stageOver(EndpointState state, Change.Updating updating, Instant now) {
    Rollout rollout = Rollout.of(state.live(), updating);
    if (rollout.isTimedOut(now)) {
      return Optional.of(timedOut(state, updating, rollout, now));
    }
    Map<String, Integer> active = updating.active();
    switch (rollout.stage()) {
      case Stage.Provision provision -> {
        switch (fleets.green().grow(provision.green())) {
          case Growth.Failed failed -> {
            return Optional.of(rollBack(state, updating, failed.reason(), now));
          }
          case Growth.Starting _ -> {
            return rollout.isOverdue(now)
                ? Optional.of(timedOut(state, updating, rollout, now))
                : Optional.empty();
          }
          case Growth.Up _ -> {}
        }
        try {
          DeploymentChecks.sizes(rollout.deployment(), updating.green().counts(), world.options());
        } catch (ServiceException tooBig) {
          return Optional.of(rollBack(state, updating, tooBig.text(), now));
        }
      }
      case Stage.Activate activate -> active = activate.active();
      case Stage.Bake _, Stage.Terminate _ -> {}
    }
    Map<String, Integer> nowActive = active;
    return Optional.of(
        rollout
            .next()
            .map(stage -> enter(state, updating, stage, nowActive, now))
            .orElseGet(() ->
                new Step(
                    state.settled(updating.green().reached(), null, now),
                    () -> {
                      fleets.green().replan(updating.green().reached());
                      fleets.promote();
                    })));
  }

  private Step enter(
      EndpointState state,
      Change.Updating updating,
      Stage stage,
      Map<String, Integer> active,
      Instant now) {
    Change.Updating entered =
        updating.at(updating.stage() + 1, active, now, now.plus(lasts(stage)));
    return new Step(
        state.changing(entered, now),
        stage instanceof Stage.Terminate terminate
            ? () -> fleets.shrinkFirst(terminate.remaining(), active)
            : () -> fleets.serveBoth(active));
  }

  private Step timedOut(
      EndpointState state, Change.Updating updating, Rollout rollout, Instant now) {
    return rollBack(
        state,
        updating,
        Wordings.timedOut(
            world.options(), rollout.plan().timeout().orElse(Duration.ZERO).toSeconds()),
        now);
  }

  /** Alarms went off. */
  Step rollBack(EndpointState state, Change.Updating updating, List<String> alarms, Instant now) {
    return rollBack(state, updating, Wordings.alarmed(world.options(), alarms), now);
  }

  /**
   * All traffic goes back at once, and what a rolling update already stopped is started again; or
   * batch by batch, where the rolling update says so.
   */
  private Step rollBack(EndpointState state, Change.Updating updating, String reason, Instant now) {
    Rollout rollout = Rollout.of(state.live(), updating);
    boolean shrunk = rollout.remaining().isPresent();
    Map<String, Integer> batch = rollout.rollbackBatch().orElse(null);
    Duration wait =
        provisioning(world.options().terminate())
            .plus(shrunk ? provisioning(world.options().provision()) : Duration.ZERO);
    Change back =
        new Change.RollingBack(
            updating.green(),
            reason,
            updating.started(),
            batch == null ? null : updating.active(),
            batch,
            now,
            now.plus(wait));
    return new Step(
        state.changing(back, now),
        batch == null ? () -> fleets.fallBack(updating.active(), !shrunk) : () -> {});
  }

  private Optional<Step> rolledBack(EndpointState state, Change.RollingBack back, Instant now) {
    FleetPlan live = state.live();
    if (live == null) {
      return Optional.of(new Step(state.failed(back.reason(), now), fleets::drain));
    }
    Map<String, Integer> left = back.leftAfter();
    boolean whole = left.values().stream().allMatch(count -> count == 0);
    Map<String, Integer> wanted = new HashMap<>(live.counts());
    left.forEach((variant, count) -> wanted.merge(variant, -count, Integer::sum));
    return switch (fleets.blue().grow(wanted)) {
      case Growth.Starting _ -> Optional.empty();
      case Growth.Failed failed ->
          Optional.of(
              new Step(
                  state.failed(back.reason() + " The rollback failed: " + failed.reason(), now),
                  () -> fleets.mix(back.green())));
      case Growth.Up _ ->
          Optional.of(whole ? restored(state, live, back, now) : next(state, back, now));
    };
  }

  /** The old fleet is whole again. */
  private Step restored(EndpointState state, FleetPlan live, Change.RollingBack back, Instant now) {
    String reason = world.options().is(Undocumented.ROLLBACK_WITHOUT_REASON) ? null : back.reason();
    return new Step(state.settled(live.reached(), reason, now), fleets::restoreFirst);
  }

  /** One more batch goes back. */
  private Step next(EndpointState state, Change.RollingBack back, Instant now) {
    Duration wait =
        provisioning(world.options().provision()).plus(provisioning(world.options().terminate()));
    Change.RollingBack on = back.next(now, now.plus(wait));
    return new Step(state.changing(on, now), () -> fleets.shrinkSecond(back.leftAfter()));
  }

  private Optional<Step> resized(EndpointState state, Change.Resizing resizing, Instant now) {
    FleetPlan target = resizing.target();
    FleetPlan live = state.live() == null ? target : state.live();
    fleets.blue().want(target);
    return switch (fleets.blue().grow(target.counts())) {
      case Growth.Starting _ -> Optional.empty();
      case Growth.Failed failed ->
          Optional.of(settled(state, live.unchanged(), failed.reason(), now));
      case Growth.Up _ -> Optional.of(settled(state, target.reached(), null, now));
    };
  }

  private Optional<Step> maintained(
      EndpointState state, Change.Maintaining maintaining, Instant now) {
    FleetPlan live = state.live() == null ? maintaining.fresh() : state.live();
    return switch (fleets.green().grow(maintaining.fresh().counts())) {
      case Growth.Starting _ -> Optional.empty();
      case Growth.Failed _ ->
          Optional.of(new Step(state.settled(live, null, now), fleets::restoreFirst));
      case Growth.Up _ ->
          Optional.of(new Step(state.settled(maintaining.fresh(), null, now), fleets::promote));
    };
  }

  private Step settled(
      EndpointState state,
      FleetPlan plan,
      @org.jspecify.annotations.Nullable String failure,
      Instant now) {
    return new Step(state.settled(plan, failure, now), () -> fleets.replan(plan));
  }

  private Duration lasts(Stage stage) {
    return switch (stage) {
      case Stage.Provision _ -> provisioning(world.options().provision());
      case Stage.Activate _ -> world.options().shift();
      case Stage.Bake bake -> bake.time();
      case Stage.Terminate _ -> provisioning(world.options().terminate());
    };
  }

  private Duration provisioning(Duration real) {
    return world.clock().provisioning(real);
  }
}
