package dev.slipway.simulator.sagemaker;

import dev.slipway.simulator.serving.StartFailure;
import dev.slipway.simulator.wire.ServiceException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The execution environments of a serverless variant: one for each request at a time, started when
 * none is idle, stopped when idle for long, but for those that are kept warm.
 */
final class Environments implements Hosts {

  /** Within which a model has to answer; a cold start that takes longer refuses the request. */
  private static final Duration REPLY = Duration.ofSeconds(60);

  /** Starts one more environment. */
  @FunctionalInterface
  interface Starter {
    Coming start() throws StartFailure;
  }

  private record Idle(Instance instance, Instant since) {}

  private final World world;
  private final Starter starter;
  private final Deque<Idle> idle = new ArrayDeque<>();
  private final List<Coming> warming = new ArrayList<>();
  private Serverless limits;
  private int busy;
  private boolean tried;
  private boolean closed;

  Environments(World world, Serverless limits, Starter starter) {
    this.world = world;
    this.limits = limits;
    this.starter = starter;
  }

  @Override
  public int count() {
    return 0;
  }

  @Override
  public synchronized int outstanding() {
    return busy;
  }

  @Override
  public boolean has(Instance instance) {
    return false;
  }

  @Override
  public synchronized boolean serves() {
    return !closed;
  }

  @Override
  public Optional<Place> take(boolean leastOutstanding, double chance) {
    Instant now = world.clock().now();
    Coming coming;
    synchronized (this) {
      if (closed) {
        return Optional.empty();
      }
      if (busy >= limits.maxConcurrency()) {
        throw new ServiceException(400, "ThrottlingException", "Rate exceeded");
      }
      arrive(now);
      expire(now);
      Idle warm = idle.pollLast();
      if (warm != null) {
        return Optional.of(place(warm.instance(), Duration.ZERO));
      }
      if (!warming.isEmpty()) {
        throw notReady();
      }
      coming = start();
      if (world.options().is(Undocumented.COLD_START_REFUSES)
          || Duration.between(now, coming.ready()).compareTo(REPLY) > 0) {
        warming.add(coming);
        throw notReady();
      }
      busy++;
    }
    try {
      var _ = coming.container().get(REPLY.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | CancellationException failed) {
      // told below
    } catch (TimeoutException slow) {
      synchronized (this) {
        busy--;
        warming.add(coming);
      }
      throw notReady();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      busy--;
      Duration setup = Duration.between(now, coming.ready());
      try {
        return Optional.of(place(coming.arrived(), setup));
      } catch (StartFailure failure) {
        throw failed(failure);
      }
    }
  }

  private Coming start() {
    try {
      return starter.start();
    } catch (StartFailure failure) {
      throw failed(failure);
    }
  }

  private Place place(Instance instance, Duration setup) {
    busy++;
    var _ = instance.accept();
    return new Place(
        instance,
        setup,
        new Place.Load(busy, limits.maxConcurrency(), limits.warm()),
        () -> release(instance));
  }

  private synchronized void release(Instance instance) {
    busy--;
    instance.release();
    if (closed) {
      instance.drain();
    } else {
      idle.addLast(new Idle(instance, world.clock().now()));
    }
  }

  /** How many a fleet that begins or grows has to bring up. */
  synchronized int wanted() {
    return Math.max(0, (tried ? limits.warm() : Math.max(1, limits.warm())) - idle.size() - busy);
  }

  synchronized void add(Instance instance) {
    tried = true;
    idle.addFirst(new Idle(instance, world.clock().now()));
  }

  /** Other limits are about to hold. */
  synchronized void want(Serverless next) {
    limits = next;
  }

  /** Other limits hold from now on; what was only started to be tried is stopped. */
  synchronized void settle(Serverless next) {
    limits = next;
    while (idle.size() + busy > limits.warm() && !idle.isEmpty()) {
      idle.removeFirst().instance().drain();
    }
  }

  /** Stops what has been idle for long. */
  synchronized void minute(Instant now) {
    arrive(now);
    expire(now);
  }

  /** Takes nothing new; what runs is answered. */
  synchronized void drain() {
    closed = true;
    warming.forEach(Coming::giveUp);
    warming.clear();
    idle.forEach(each -> each.instance().drain());
    idle.clear();
  }

  private void arrive(Instant now) {
    for (Iterator<Coming> each = warming.iterator(); each.hasNext(); ) {
      Coming one = each.next();
      if (one.isDue(now)) {
        each.remove();
        try {
          idle.addLast(new Idle(one.arrived(), now));
        } catch (StartFailure failure) {
          throw failed(failure);
        }
      }
    }
  }

  private void expire(Instant now) {
    while (!idle.isEmpty()
        && idle.size() + busy > limits.warm()
        && !now.isBefore(idle.getFirst().since().plus(world.options().idle()))) {
      idle.removeFirst().instance().drain();
    }
  }

  private static ServiceException notReady() {
    return new ServiceException(
        429,
        "ModelNotReadyException",
        "The serverless endpoint variant's resources are still being provisioned. Wait and try"
            + " again.");
  }

  private static ServiceException failed(StartFailure failure) {
    return new ServiceException(424, "ModelError", failure.reason())
        .with("OriginalStatusCode", 500)
        .with("OriginalMessage", failure.reason());
  }
}
