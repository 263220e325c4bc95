package dev.slipway.simulator.sagemaker;

import dev.slipway.simulator.time.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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

  private static final JsonMapper JSON = new JsonMapper();

  /** How soon containers that are still starting are looked at again. */
  private static final Duration AGAIN = Duration.ofSeconds(2);

  private final World world;
  private final Consumer<Endpoint> gone;
  private final AtomicLong requests = new AtomicLong();
  private final Fleets fleets;
  private final Steps steps;
  private volatile EndpointState state;
  private Timeline.@Nullable Event due;

  /**
   * @param gone told when the endpoint has been deleted
   */
  Endpoint(EndpointState state, World world, Consumer<Endpoint> gone) {
    this.state = state;
    this.world = world;
    this.gone = gone;
    this.fleets = new Fleets(world);
    this.steps = new Steps(world, fleets);
  }

  static EndpointState read(JsonNode json) {
    return JSON.treeToValue(json, EndpointState.class);
  }

  EndpointState state() {
    return state;
  }

  Routes routes() {
    return fleets.routes();
  }

  /** Whether requests to it go through a queue. */
  boolean isAsynchronous() {
    FleetPlan live = state.live();
    return live != null && live.async() != null;
  }

  /** How many instances serve now. */
  int serving() {
    return routes().routes().stream().mapToInt(Routes.Route::instances).sum();
  }

  /** A number for each request, to take its chances by. */
  long nextRequest() {
    return requests.incrementAndGet();
  }

  /**
   * Starts again what ran before a restart, and goes on with what was under way. The process before
   * may have ended between an alarm and the end of the bake that watched it.
   */
  synchronized void resume() {
    fleets.restore(state);
    revive();
    schedule();
    heedAlarms();
  }

  /** Takes on a change that was checked; the state is journalled before this returns. */
  synchronized void begin(EndpointState next) {
    Runnable effect =
        switch (next.change()) {
          case Change.Creating creating -> () -> fleets.create(next, creating.fleet());
          case Change.Updating updating -> () -> fleets.second(next, updating.green());
          case Change.Maintaining maintaining -> () -> fleets.second(next, maintaining.fresh());
          case Change.Deleting _ -> fleets::drain;
          case Change.RollingBack _, Change.Resizing _ -> () -> {};
          case null -> () -> {};
        };
    take(new Step(next, effect));
  }

  /** An alarm went off; a bake that watches it ends there. */
  synchronized void alarm(String name) {
    if (state.change() instanceof Change.Updating updating && watched(updating).contains(name)) {
      take(steps.rollBack(state, updating, List.of(name), world.clock().now()));
    }
  }

  /** A minute has passed: what serves reports its CPU, and zeros when idle. */
  void minute(Instant end) {
    fleets.minute(end);
    double machine = world.clock().wallFor(Duration.ofMinutes(1)).toNanos() / 1e9;
    for (Routes.Route route : routes().routes()) {
      for (Routes.Side side : route.sides()) {
        side.meter()
            .minute(
                end.minusSeconds(1),
                side.hosts().count(),
                machine,
                !world.options().is(Undocumented.NO_IDLE_ZEROS));
      }
    }
  }

  /** What serves is asked whether it is well. */
  synchronized void keepWell(Instant now) {
    fleets.keepWell(state, now);
  }

  /** What serves reports how many requests it is working on. */
  void reportConcurrency(Instant now) {
    boolean idleToo = !world.options().is(Undocumented.NO_IDLE_ZEROS);
    for (Routes.Route route : routes().routes()) {
      int outstanding = route.sides().stream().mapToInt(side -> side.hosts().outstanding()).sum();
      if ((outstanding > 0 || idleToo) && route.instances() > 0) {
        route.sides().getFirst().meter().concurrent(now, (double) outstanding / route.instances());
      }
    }
  }

  private synchronized void happen(Change expected) {
    if (!expected.equals(state.change())) {
      return;
    }
    Instant now = world.clock().now();
    if (expected instanceof Change.Deleting) {
      due = null;
      gone.accept(this);
      return;
    }
    steps
        .after(state, expected, now)
        .ifPresentOrElse(this::take, () -> schedule(expected, now.plus(AGAIN)));
  }

  /** Journals a step and carries it out. */
  private void take(Step step) {
    become(step.next());
    step.effect().run();
    schedule();
    heedAlarms();
  }

  /** A bake whose alarm is in ALARM already ends at once. */
  private void heedAlarms() {
    if (state.change() instanceof Change.Updating updating) {
      List<String> tripped =
          watched(updating).stream()
              .filter(name -> world.alarms().isAlarming(state.scope(), name))
              .toList();
      if (!tripped.isEmpty()) {
        take(steps.rollBack(state, updating, tripped, world.clock().now()));
      }
    }
  }

  /** The alarms that roll an update back where it is now: those of a bake. */
  private List<String> watched(Change.Updating updating) {
    Rollout rollout = Rollout.of(state.live(), updating);
    boolean watched =
        rollout.stage() instanceof Stage.Bake bake
            && !(bake.last() && world.options().is(Undocumented.FINAL_BAKE_UNWATCHED));
    return watched ? rollout.alarms() : List.of();
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
    switch (state.change()) {
      case null -> {}
      case Change.Updating updating ->
          schedule(updating, Rollout.of(state.live(), updating).wakeUp());
      case Change.Creating change -> schedule(change, change.until());
      case Change.RollingBack change -> schedule(change, change.until());
      case Change.Resizing change -> schedule(change, change.until());
      case Change.Maintaining change -> schedule(change, change.until());
      case Change.Deleting change -> schedule(change, change.until());
    }
  }

  private void schedule(Change change, Instant when) {
    due = world.timeline().at(when, state.arn() + " " + change, () -> happen(change));
  }

  /** Until all that ran before a restart is up again. */
  private synchronized void revive() {
    if (!fleets.revive(state)) {
      var _ =
          world
              .timeline()
              .at(world.clock().now().plus(AGAIN), state.arn() + " comes up again", this::revive);
    }
  }
}
