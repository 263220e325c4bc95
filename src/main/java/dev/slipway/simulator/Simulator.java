package dev.slipway.simulator;

import dev.slipway.base.WallClock;
import dev.slipway.simulator.cloudwatch.Metrics;
import dev.slipway.simulator.fault.Faults;
import dev.slipway.simulator.s3.Buckets;
import dev.slipway.simulator.sns.Topics;
import dev.slipway.simulator.state.Journal;
import dev.slipway.simulator.time.SimClock;
import dev.slipway.simulator.time.Timeline;
import dev.slipway.simulator.wire.Around;
import dev.slipway.simulator.wire.Calls;
import dev.slipway.simulator.wire.HttpFront;
import dev.slipway.simulator.wire.Router;
import java.net.URI;
import java.time.Instant;
import java.util.SortedSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A running simulator: AWS on this machine, reached by {@link #uri} with any AWS client and any
 * access key. Its state survives in its directory, if it has one; time stands still while it is
 * closed.
 */
public final class Simulator implements AutoCloseable {

  private static final int TICK_MILLIS = 250;

  private final String host;
  private final Journal journal;
  private final SimClock clock;
  private final Timeline timeline;
  private final Faults faults;
  private final Services services;
  private final Topics topics;
  private final Buckets buckets;
  private final Calls calls;
  private final HttpFront front;
  private final ScheduledExecutorService ticks;

  private Simulator(SimulatorOptions options, Journal journal) {
    this.host = options.host();
    this.journal = journal;
    this.clock = clock(options, journal);
    this.timeline = new Timeline(clock);
    this.faults = new Faults(clock, options.seed());
    Around struck = new Struck(faults, clock);
    this.services = Services.over(options, journal, clock, timeline, faults, struck);
    Router router = services.router();
    this.topics = services.topics();
    this.buckets = services.buckets();
    this.calls = router.calls();
    Controls controls = new Controls(clock, faults, journal, services);
    this.front =
        HttpFront.start(
            options.host(),
            options.port(),
            request ->
                request.path().startsWith(Controls.PREFIX)
                    ? controls.handle(request)
                    : router.handle(request));
    this.ticks =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("simulator-tick").factory());
    if (!clock.isManual()) {
      timeline.start();
      var unused =
          ticks.scheduleAtFixedRate(journal::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /**
   * Starts a simulator, with what its directory remembers.
   *
   * @throws IllegalStateException when the port is taken or another simulator has the directory
   */
  public static Simulator start(SimulatorOptions options) {
    Journal journal = options.directory().map(Journal::open).orElseGet(Journal::inMemory);
    try {
      return new Simulator(options, journal);
    } catch (RuntimeException e) {
      journal.close();
      throw e;
    }
  }

  private static SimClock clock(SimulatorOptions options, Journal journal) {
    Instant start =
        journal.lastKnown().or(options::start).orElseGet(() -> WallClock.system().now());
    SimClock clock =
        options.manualClock()
            ? SimClock.manual(start)
            : SimClock.running(start, options.speed(), options.provisioningSpeed());
    journal.stamp(clock::now);
    return clock;
  }

  /** Where it listens; the endpoint override for every AWS client. */
  public URI uri() {
    return URI.create("http://" + host + ":" + front.port());
  }

  /** AWS time. */
  public SimClock clock() {
    return clock;
  }

  /** Faults on demand. */
  public Faults faults() {
    return faults;
  }

  /** Everything it keeps. */
  public Journal journal() {
    return journal;
  }

  /** Topics and the messages that reached them. */
  public Topics topics() {
    return topics;
  }

  /** Buckets and their objects. */
  public Buckets buckets() {
    return buckets;
  }

  /** Every metric's data. */
  public Metrics metrics() {
    return services.metrics();
  }

  /** The operations that it serves, such as {@code SAGEMAKER CreateModel}. */
  public SortedSet<String> operations() {
    return services.router().operations();
  }

  /** The calls that were made. */
  public Calls calls() {
    return calls;
  }

  /** Stops listening and time, and lets go of the directory. */
  @Override
  public void close() {
    front.close();
    ticks.shutdownNow();
    timeline.close();
    services.close();
    journal.tick();
    journal.close();
  }
}
