package dev.slipway.simulator.sagemaker;

import dev.slipway.simulator.account.Scope;
import dev.slipway.simulator.cloudwatch.AlarmListener;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/**
 * All endpoints. Restored from the journal when made, with their instances started again and their
 * running updates carried on.
 */
public final class Endpoints {

  /**
   * What Auto Scaling sees of a variant.
   *
   * @param instanceType empty for a serverless variant
   * @param busy whether the endpoint is being changed; scaling waits
   */
  public record Capacity(int current, int desired, String instanceType, boolean busy) {}

  /** What of a variant is scaled. */
  public enum Scaled {
    INSTANCES,
    PROVISIONED_CONCURRENCY
  }

  private final World world;
  private final Tags tags;
  private final Map<String, Endpoint> endpoints = new ConcurrentHashMap<>();
  private volatile RegisteredVariants registered = RegisteredVariants.none();

  public Endpoints(World world, Tags tags) {
    this.world = world;
    this.tags = tags;
    world
        .journal()
        .all(Endpoint.KIND)
        .forEach((key, json) ->
            endpoints.put(key, new Endpoint(Endpoint.read(json), world, this::gone)));
    endpoints.values().forEach(Endpoint::resume);
    world
        .alarms()
        .follow(
            new AlarmListener() {
              @Override
              public void changed(Scope scope, String alarm, StateValue state, Instant now) {
                if (state == StateValue.ALARM) {
                  all(scope).forEach(endpoint -> endpoint.alarm(alarm));
                }
              }
            });
    world
        .timeline()
        .every(
            Duration.ofMinutes(1),
            "endpoints report their minute",
            now -> endpoints.values().forEach(endpoint -> endpoint.minute(now)));
    world
        .timeline()
        .every(
            world.options().ping(),
            "instances are pinged",
            now -> endpoints.values().forEach(endpoint -> endpoint.keepWell(now)));
    world
        .timeline()
        .every(
            concurrencyPeriod(),
            "endpoints report their concurrency",
            now -> endpoints.values().forEach(endpoint -> endpoint.reportConcurrency(now)));
  }

  /** Who knows which variants are scalable targets. */
  public void scaledBy(RegisteredVariants scaling) {
    registered = scaling;
  }

  /**
   * The counts of a variant that serves; empty when there is no such variant in service, or that is
   * not how it is run.
   */
  public Optional<Capacity> capacity(Scope scope, String name, String variantName, Scaled what) {
    return find(scope, name)
        .map(Endpoint::state)
        .flatMap(state ->
            Optional.ofNullable(state.live())
                .flatMap(live -> live.variant(variantName))
                .flatMap(variant -> capacity(variant, state.change() != null, what)));
  }

  private static Optional<Capacity> capacity(Variant variant, boolean busy, Scaled what) {
    Serverless current = variant.currentServerless();
    Serverless desired = variant.desiredServerless();
    return switch (what) {
      case INSTANCES ->
          desired != null
              ? Optional.empty()
              : Optional.of(
                  new Capacity(
                      variant.currentCount(),
                      variant.desiredCount(),
                      variant.instanceType(),
                      busy));
      case PROVISIONED_CONCURRENCY ->
          current == null || desired == null || desired.provisioned() == null
              ? Optional.empty()
              : Optional.of(new Capacity(current.warm(), desired.warm(), "", busy));
    };
  }

  /** Whether there is such an endpoint in service, and requests to it go through a queue. */
  public boolean isAsynchronous(Scope scope, String name) {
    return find(scope, name).filter(Endpoint::isAsynchronous).isPresent();
  }

  /** The MaxConcurrency of a serverless variant; empty for other variants. */
  public OptionalInt maxConcurrency(Scope scope, String name, String variantName) {
    return find(scope, name)
        .map(Endpoint::state)
        .flatMap(state -> Optional.ofNullable(state.live()))
        .flatMap(live -> live.variant(variantName))
        .map(Variant::desiredServerless)
        .map(serverless -> OptionalInt.of(serverless.maxConcurrency()))
        .orElse(OptionalInt.empty());
  }

  /**
   * Sets the desired count of one variant, as UpdateEndpointWeightsAndCapacities does; false when
   * the endpoint is busy or has no such variant.
   */
  public boolean resize(Scope scope, String name, String variantName, int count) {
    return find(scope, name).map(endpoint -> resize(endpoint, variantName, count)).orElse(false);
  }

  private boolean resize(Endpoint endpoint, String variantName, int count) {
    synchronized (endpoint) {
      EndpointState state = endpoint.state();
      FleetPlan live = state.live();
      if (state.change() != null || live == null || live.variant(variantName).isEmpty()) {
        return false;
      }
      beginResize(
          endpoint,
          live.with(
              variant -> variant.name().equals(variantName) ? sized(variant, count) : variant));
      return true;
    }
  }

  private static Variant sized(Variant variant, int count) {
    Serverless serverless = variant.desiredServerless();
    return serverless == null
        ? variant.counting(variant.currentCount(), count)
        : variant.wanting(serverless.warming(count));
  }

  /** To be called with the endpoint's lock held, nothing under way. */
  void beginResize(Endpoint endpoint, FleetPlan target) {
    EndpointState state = endpoint.state();
    Instant now = world.clock().now();
    Duration wait = world.clock().provisioning(world.options().resize());
    EndpointState wanting =
        new EndpointState(
            state.scope(),
            state.name(),
            state.created(),
            now,
            state.configName(),
            target,
            state.lastDeployment(),
            new Change.Resizing(target, now, now.plus(wait)),
            null,
            false,
            state.fleets());
    endpoint.begin(wanting);
  }

  /** The share of a target below which target tracking scales in. */
  public double lowAlarmShare() {
    return world.options().is(Undocumented.LOW_ALARM_AT_85_PERCENT) ? 0.85 : 0.9;
  }

  /** How often variants report how many requests they are working on. */
  public Duration concurrencyPeriod() {
    return Duration.ofSeconds(
        world.options().is(Undocumented.CONCURRENCY_REPORTED_EACH_MINUTE) ? 60 : 10);
  }

  boolean isRegistered(Scope scope, String endpoint, String variant) {
    return registered.isRegistered(scope, endpoint, variant);
  }

  /** Adds a new endpoint; refuses a name that is taken, whatever its case. */
  void add(EndpointState state, Map<String, String> labels) {
    Endpoint endpoint = new Endpoint(state, world, this::gone);
    if (endpoints.putIfAbsent(key(state.scope(), state.name()), endpoint) != null) {
      throw Names.ENDPOINT.exists(state.scope(), state.name());
    }
    tags.begin(state.arn(), labels);
    endpoint.begin(state);
  }

  Optional<Endpoint> find(Scope scope, String name) {
    return Optional.ofNullable(endpoints.get(key(scope, name)))
        .filter(endpoint -> endpoint.state().name().equals(name));
  }

  /** The one that is described under a name. */
  Endpoint described(Scope scope, String name) {
    Endpoint any = endpoints.get(key(scope, name));
    return any != null && world.options().is(Undocumented.ENDPOINT_FOUND_IN_ANY_CASE)
        ? any
        : get(scope, name);
  }

  Endpoint get(Scope scope, String name) {
    return find(scope, name).orElseThrow(() -> Names.ENDPOINT.notFound(scope, name));
  }

  Stream<Endpoint> all(Scope scope) {
    return endpoints.values().stream().filter(endpoint -> endpoint.state().scope().equals(scope));
  }

  /** The endpoints of that name, whosever they are. */
  List<Endpoint> named(String name) {
    return endpoints.values().stream()
        .filter(endpoint -> endpoint.state().name().equalsIgnoreCase(name))
        .toList();
  }

  World world() {
    return world;
  }

  private void gone(Endpoint endpoint) {
    EndpointState state = endpoint.state();
    String key = key(state.scope(), state.name());
    endpoints.remove(key);
    world.journal().remove(Endpoint.KIND, key);
    tags.end(state.arn());
    registered.endpointDeleted(state.scope(), state.name());
  }

  /** Endpoint names are unique whatever their case. */
  static String key(Scope scope, String name) {
    return scope.key(name.toLowerCase(Locale.ROOT));
  }
}
