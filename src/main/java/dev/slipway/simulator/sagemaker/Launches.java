package dev.slipway.simulator.sagemaker;

import dev.slipway.simulator.account.Scope;
import dev.slipway.simulator.fault.Shares;
import dev.slipway.simulator.fault.Trouble;
import dev.slipway.simulator.serving.ContainerSpec;
import dev.slipway.simulator.serving.ContainerStarts;
import dev.slipway.simulator.serving.Output;
import dev.slipway.simulator.serving.StartFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Launches a fleet's instances: how long a download and a start take, which of the faults that were
 * asked for meet them, and where their containers' output goes.
 */
final class Launches {

  private static final String NO_CAPACITY =
      "Unable to provision requested ML compute capacity due to InsufficientInstanceCapacity"
          + " error. Please retry using a different ML instance type or after some time.";

  /** How long a serverless variant's container may take until it answers pings. */
  private static final Duration SERVERLESS_STARTUP = Duration.ofMinutes(3);

  private final World world;
  private final Scope scope;
  private final String endpoint;
  private final AtomicInteger started = new AtomicInteger();

  Launches(EndpointState endpoint, World world) {
    this.world = world;
    this.endpoint = endpoint.name();
    this.scope = endpoint.scope();
  }

  /**
   * An instance that comes up in a while, or is known to fail by then.
   *
   * @param least how long it takes when nothing goes wrong
   * @throws StartFailure when it fails at once
   */
  Coming launch(FleetPlan plan, Variant variant, Duration least) throws StartFailure {
    ContainerSpec first = variant.container();
    int number = plan.number() * 1000 + started.getAndIncrement();
    Instant begun = world.clock().now();
    Duration download = Duration.ZERO;
    Duration startup = least;
    for (Trouble trouble :
        world.faults().instance(endpoint, plan.configName(), variant.instanceType())) {
      switch (trouble) {
        case Trouble.NoCapacity _ -> throw new StartFailure(NO_CAPACITY);
        case Trouble.StartFails fails -> {
          told(variant, number, first).line("a fault was asked for: " + fails.reason());
          throw new StartFailure(fails.reason());
        }
        case Trouble.PingFails _ -> {
          told(variant, number, first).line("GET /ping 503: a fault was asked for");
          throw ContainerStarts.pingFailed(first, variant.name());
        }
        case Trouble.SlowDownload slow -> download = download.plus(slow.aws());
        case Trouble.SlowStart slow -> startup = startup.plus(slow.aws());
      }
    }
    if (download.compareTo(first.download()) > 0) {
      return Coming.failed(ContainerStarts.downloadFailed(first), begun.plus(first.download()));
    }
    Instant fetched = begun.plus(download);
    Duration limit = variant.onDemand() ? SERVERLESS_STARTUP : first.startup();
    if (startup.compareTo(limit) > 0) {
      told(variant, number, first)
          .line("no answer to GET /ping within " + limit.toSeconds() + " s of the start");
      return Coming.failed(ContainerStarts.pingFailed(first, variant.name()), fetched.plus(limit));
    }
    return new Coming(
        world
            .starts()
            .start(
                variant.containers(),
                variant.named(),
                variant.name(),
                number,
                container -> output(variant, number, container)),
        fetched.plus(startup));
  }

  private Output told(Variant variant, int number, ContainerSpec container) {
    return output(variant, number, container.name());
  }

  /** The log stream of a container of an instance, named as AWS names them. */
  private Output output(Variant variant, int number, String container) {
    long mixed = (world.seed() * 31 + endpoint.hashCode()) * 31 + number;
    String instance = "%016x".formatted((long) (Shares.random(mixed, 0) * Long.MAX_VALUE));
    String stream =
        variant.name()
            + (variant.onDemand() ? "/" : "/i-0")
            + instance
            + (variant.following() == null ? "" : "/" + container);
    return line ->
        world
            .logs()
            .write(
                scope, "/aws/sagemaker/Endpoints/" + endpoint, stream, world.clock().now(), line);
  }
}
