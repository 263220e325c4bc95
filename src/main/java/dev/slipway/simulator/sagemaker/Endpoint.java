package dev.slipway.simulator.sagemaker;

import dev.slipway.simulator.serving.StartFailure;
import dev.slipway.simulator.time.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One endpoint as it goes through time: what is due happens here, under this object's lock, and is
 * journalled before anybody sees it. Requests never take the lock; they read {@link #routes}.
 */
final class Endpoint {

  static final String KIND = "sagemaker.endpoint";

  private static final System.Logger LOG = System.getLogger(Endpoint.class.getName());
  private static final JsonMapper JSON = new JsonMapper();

  private final World world;
  private final Consumer<Endpoint> gone;
  private final AtomicLong requests = new AtomicLong();
  private volatile EndpointState state;
  private volatile Routes routes = Routes.NONE;
  private @Nullable Fleet blue;
  private @Nullable Fleet green;
  private Timeline.@Nullable Event due;

  /**
   * @param gone told when the endpoint has been deleted
   */
  Endpoint(EndpointState state, World world, Consumer<Endpoint> gone) {
    this.state = state;
    this.world = world;
    this.gone = gone;
  }

  static EndpointState read(JsonNode json) {
    return JSON.treeToValue(json, EndpointState.class);
  }

  EndpointState state() {
    return state;
  }

  Routes routes() {
    return routes;
  }

  /** A number for each request, to take its chances by. */
  long nextRequest() {
    return requests.incrementAndGet();
  }

  /** Starts what the state says is there: a new endpoint's first change, or all after a restart. */
  synchronized void resume() {
    EndpointState now = state;
    if (now.live() != null && !(now.change() instanceof Change.Deleting)) {
      Map<String, Integer> counts = new HashMap<>(current(now.live()));
      if (now.change() instanceof Change.Updating updating) {
        rollout(updating).remaining().ifPresent(counts::putAll);
      }
      blue = fleet(now.live(), counts);
    }
    Map<String, Integer> active = Map.of();
    if (now.change() instanceof Change.Updating updating) {
      green = fleet(updating.green(), rollout(updating).provisioned());
      active = updating.active();
    }
    routes = Routes.of(blue, green, active);
    schedule();
  }

  /** Takes on a change that was checked; the state is journalled before this returns. */
  synchronized void begin(EndpointState next) {
    become(next);
    switch (next.change()) {
      case Change.Updating updating -> {
        green = new Fleet(next, updating.green(), world);
        routes = Routes.of(blue, green, Map.of());
      }
      case Change.Deleting _ -> drainAll();
      case null -> {}
      case Change.Creating _, Change.RollingBack _, Change.Resizing _ -> {}
    }
    schedule();
  }

  /** An alarm went off; a bake that watches it ends there. */
  synchronized void alarm(String name) {
    if (state.change() instanceof Change.Updating updating
        && rollout(updating).stage() instanceof Stage.Bake
        && rollout(updating).alarms().contains(name)) {
      rollBack(updating, tripped(List.of(name)), world.clock().now());
    }
  }

  /** A minute has passed: what serves reports its CPU, and zeros when idle. */
  void minute(Instant end) {
    double machine = world.clock().wallFor(Duration.ofMinutes(1)).toNanos() / 1e9;
    for (Routes.Route route : routes.routes()) {
      for (Routes.Side side : route.sides()) {
        side.meter()
            .minute(
                end.minusSeconds(1), side.instances().length, machine, world.options().idleZeros());
      }
    }
  }

  private synchronized void happen(Change expected) {
    if (!expected.equals(state.change())) {
      return;
    }
    Instant now = world.clock().now();
    switch (expected) {
      case Change.Creating creating -> created(creating, now);
      case Change.Updating updating -> stageOver(updating, now);
      case Change.RollingBack back -> rolledBack(back, now);
      case Change.Resizing resizing -> resized(resizing, now);
      case Change.Deleting _ -> {
        due = null;
        gone.accept(this);
      }
    }
  }

  private void created(Change.Creating creating, Instant now) {
    Fleet fleet = new Fleet(state, creating.fleet(), world);
    try {
      fleet.grow(creating.fleet().counts());
    } catch (StartFailure failure) {
      fleet.drain();
      become(state.failed(failure.reason(), now));
      return;
    }
    blue = fleet;
    become(state.settled(creating.fleet().with(Endpoint::reached), null, now));
    routes = Routes.of(blue, null, Map.of());
  }

  private void stageOver(Change.Updating updating, Instant now) {
    Rollout rollout = rollout(updating);
    if (rollout.isTimedOut(now)) {
      rollBack(
          updating,
          "The deployment did not complete within MaximumExecutionTimeoutInSeconds ("
              + rollout.plan().timeout().orElse(Duration.ZERO).toSeconds()
              + ") and was rolled back.",
          now);
      return;
    }
    Map<String, Integer> active = updating.active();
    switch (rollout.stage()) {
      case Stage.Provision provision -> {
        try {
          green().grow(provision.green());
        } catch (StartFailure failure) {
          rollBack(updating, failure.reason(), now);
          return;
        }
      }
      case Stage.Activate activate -> active = activate.active();
      case Stage.Bake _, Stage.Terminate _ -> {}
    }
    Optional<Stage> next = rollout.next();
    if (next.isPresent()) {
      enter(updating, next.get(), active, now);
    } else {
      updated(updating, now);
    }
  }

  private void enter(
      Change.Updating updating, Stage stage, Map<String, Integer> active, Instant now) {
    Change.Updating entered =
        updating.at(updating.stage() + 1, active, now, now.plus(lasts(stage)));
    become(state.changing(entered, now));
    if (stage instanceof Stage.Terminate terminate && blue != null) {
      routes = Routes.of(null, green, active);
      Fleet old = blue;
      if (terminate.remaining().values().stream().anyMatch(count -> count > 0)) {
        old.shrink(terminate.remaining());
        routes = Routes.of(old, green, active);
      } else {
        old.drain();
      }
    } else {
      routes = Routes.of(blue, green, active);
    }
    List<String> tripped =
        stage instanceof Stage.Bake
            ? rollout(entered).alarms().stream()
                .filter(name -> world.alarms().isAlarming(state.scope(), name))
                .toList()
            : List.of();
    if (tripped.isEmpty()) {
      schedule();
    } else {
      rollBack(entered, tripped(tripped), now);
    }
  }

  private void updated(Change.Updating updating, Instant now) {
    if (blue != null) {
      blue.drain();
    }
    blue = green;
    green = null;
    become(state.settled(updating.green().with(Endpoint::reached), null, now));
    routes = Routes.of(blue, null, Map.of());
    schedule();
  }

  /** All traffic goes back at once; what a rolling update already stopped is started again. */
  private void rollBack(Change.Updating updating, String reason, Instant now) {
    boolean shrunk = rollout(updating).remaining().isPresent();
    Duration wait =
        provisioning(world.options().terminate())
            .plus(shrunk ? provisioning(world.options().provision()) : Duration.ZERO);
    become(
        state.changing(
            new Change.RollingBack(
                updating.green(), reason, updating.started(), now, now.plus(wait)),
            now));
    routes = Routes.of(blue, null, Map.of());
    if (routes.routes().isEmpty()) {
      // A rolling update had stopped the whole old fleet: the new one serves until it is back.
      routes = Routes.of(null, green, updating.active());
    } else if (green != null) {
      green.drain();
    }
    schedule();
  }

  private void rolledBack(Change.RollingBack back, Instant now) {
    FleetPlan live = state.live();
    Fleet old = blue;
    if (live == null || old == null) {
      become(state.failed(back.reason(), now));
      return;
    }
    try {
      old.grow(live.counts());
    } catch (StartFailure failure) {
      become(state.failed(back.reason() + " The rollback failed: " + failure.reason(), now));
      return;
    }
    become(state.settled(live.with(Endpoint::reached), back.reason(), now));
    routes = Routes.of(old, null, Map.of());
    if (green != null) {
      green.drain();
      green = null;
    }
    schedule();
  }

  private void resized(Change.Resizing resizing, Instant now) {
    Fleet old = blue;
    if (old == null || state.live() == null) {
      return;
    }
    FleetPlan live = state.live();
    try {
      old.grow(resizing.target().counts());
    } catch (StartFailure failure) {
      old.shrink(current(live));
      FleetPlan before =
          live.with(variant ->
              variant
                  .counting(variant.currentCount(), variant.currentCount())
                  .weighing(variant.currentWeight(), variant.currentWeight()));
      old.replan(before);
      become(state.settled(before, failure.reason(), now));
      return;
    }
    FleetPlan reached = resizing.target().with(Endpoint::reached);
    old.replan(reached);
    become(state.settled(reached, null, now));
    routes = Routes.of(old, null, Map.of());
    old.shrink(reached.counts());
    routes = Routes.of(old, null, Map.of());
  }

  private void drainAll() {
    routes = Routes.NONE;
    if (blue != null) {
      blue.drain();
    }
    if (green != null) {
      green.drain();
    }
  }

  private void become(EndpointState next) {
    world.journal().put(KIND, Endpoints.key(next.scope(), next.name()), JSON.valueToTree(next));
    state = next;
  }

  private void schedule() {
    if (due != null) {
      due.cancel();
      due = null;
    }
    Change change = state.change();
    if (change == null) {
      return;
    }
    Instant when =
        change instanceof Change.Updating updating ? rollout(updating).wakeUp() : change.until();
    due = world.timeline().at(when, state.arn() + " " + change, () -> happen(change));
  }

  private Fleet fleet(FleetPlan plan, Map<String, Integer> counts) {
    Fleet fleet = new Fleet(state, plan, world);
    try {
      fleet.grow(counts);
    } catch (StartFailure failure) {
      LOG.log(
          System.Logger.Level.WARNING,
          "{0}: an instance did not come up again: {1}",
          state.arn(),
          failure.reason());
    }
    return fleet;
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

  private Fleet green() {
    if (green == null) {
      throw new IllegalStateException(state.arn() + " has no second fleet");
    }
    return green;
  }

  private static String tripped(List<String> alarms) {
    return "One or more configured alarms went into ALARM state during the deployment: "
        + String.join(", ", alarms)
        + ". The deployment was rolled back.";
  }

  private static Variant reached(Variant variant) {
    return variant
        .counting(variant.desiredCount(), variant.desiredCount())
        .weighing(variant.desiredWeight(), variant.desiredWeight());
  }

  private static Map<String, Integer> current(FleetPlan plan) {
    return plan.variants().stream()
        .collect(java.util.stream.Collectors.toMap(Variant::name, Variant::currentCount));
  }

  private Rollout rollout(Change.Updating updating) {
    return Rollout.of(state.live(), updating);
  }
}
