package dev.slipway.loadtest;

import dev.slipway.cloud.CloudFailure;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * One step under way: a closed loop. Each of its callers sends a request, reads the answer to its
 * end and sends the next. Over HTTP/1.1 each caller has a connection of its own. No request is
 * tried again, so that exactly the requests that were sent are counted.
 */
final class Sending implements AutoCloseable {

  private static final long NANOS = TimeUnit.SECONDS.toNanos(1);

  /** How many failures end the step, if they are more than half of all requests. */
  private static final int MOST_FAILURES = 50;

  /** A rate that reaches this share of its ceiling counts as held back by the ceiling. */
  private static final double HELD = 0.9;

  private final Load load;
  private final HttpClient client;
  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch working;
  private final long begun = System.nanoTime();
  private final long cpuBegun = cpuNanos();
  private final AtomicInteger claimed = new AtomicInteger();
  private final AtomicInteger sent = new AtomicInteger();
  private final AtomicLong lastSent = new AtomicLong();
  private final AtomicLong lastEnded = new AtomicLong(begun);
  private final AtomicInteger ended = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private final AtomicLong slot = new AtomicLong();
  private final ConcurrentLinkedQueue<Calls> calls = new ConcurrentLinkedQueue<>();
  private volatile boolean refusedInTime;
  private volatile boolean stopped;

  Sending(Load load, HttpClient client) {
    this.load = load;
    this.client = client;
    this.working = new CountDownLatch(load.concurrency());
    for (int i = 0; i < load.concurrency(); i++) callers.execute(this::call);
  }

  /** Waits until it has ended, no longer than this; tells whether it has. */
  boolean awaitEnd(Duration time) throws InterruptedException {
    return working.await(time.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Ends the step at once. Requests that are not answered yet are given up. */
  void stop() {
    stopped = true;
    callers.shutdownNow();
  }

  /** What was sent so far; complete once the step has ended. */
  Sent sent() {
    boolean over = working.getCount() == 0;
    double seconds = (double) ((over ? lastEnded.get() : System.nanoTime()) - begun) / NANOS;
    Map<String, Integer> errors = new TreeMap<>();
    calls.forEach(
        it -> it.errors().forEach((code, count) -> errors.merge(code, count, Integer::sum)));
    double busy = (double) (cpuNanos() - cpuBegun) / NANOS;
    int processors = Runtime.getRuntime().availableProcessors();
    return new Sent(
        ended.get(),
        seconds,
        Calls.timed(calls),
        errors,
        held(),
        stopped,
        Math.clamp(busy / Math.max(1e-3, seconds) / processors, 0.0, 1.0));
  }

  /**
   * Whether the ceiling of the rate held the step back: as many requests were sent as it lets
   * through while requests might be sent. The time of the last answers does not count, since slow
   * answers would hide the ceiling. Requests that run out within a second were one burst, which has
   * no rate. Where no caller was free to send more, the endpoint held the step back: at first the
   * ceiling only lets requests pile up there.
   */
  private boolean held() {
    boolean all = sent.get() >= load.requests();
    long nanos = all ? Math.max(lastSent.get(), NANOS) : Math.min(elapsed(), load.time().toNanos());
    return (all || refusedInTime) && sent.get() >= HELD * load.rate() * nanos / NANOS;
  }

  @Override
  public void close() {
    stop();
    client.shutdownNow();
  }

  private void call() {
    Calls mine = new Calls();
    calls.add(mine);
    try {
      int number = claimed.getAndIncrement();
      while (number < load.requests() && itsTurn()) {
        lastSent.accumulateAndGet(elapsed(), Math::max);
        sent.incrementAndGet();
        one(load.payloads().get(number % load.payloads().size()), mine);
        number = claimed.getAndIncrement();
      }
    } finally {
      lastEnded.accumulateAndGet(System.nanoTime(), (one, other) -> other - one > 0 ? other : one);
      working.countDown();
    }
  }

  /**
   * Waits until the ceiling of the rate lets another request through. Returns whether that request
   * may begin. If its turn comes only after the step's end, this waits for the end: a step that
   * ended earlier would have sent more a second than the ceiling lets through.
   */
  private boolean itsTurn() {
    long gap = (long) (NANOS / load.rate());
    long now = elapsed();
    long turn = Math.max(now, slot.getAndUpdate(next -> Math.max(next, now) + gap));
    long end = load.time().toNanos();
    if (now < end && turn >= end) refusedInTime = true;
    long till = Math.min(turn, end);
    while (elapsed() < till && !stopped) LockSupport.parkNanos(till - elapsed());
    return !stopped && turn < end;
  }

  private long elapsed() {
    return System.nanoTime() - begun;
  }

  private void one(Payload payload, Calls mine) {
    String fault;
    try {
      HttpRequest request = load.requestsTo().next(payload);
      long sentAt = System.nanoTime();
      int status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      if (status / 100 == 2) {
        mine.answered(System.nanoTime() - sentAt);
        ended.incrementAndGet();
        return;
      }
      fault = Integer.toString(status);
    } catch (HttpTimeoutException late) {
      fault = "TIMEOUT";
    } catch (IOException broken) {
      fault = "NO_CONNECTION";
    } catch (CloudFailure locked) {
      fault = "NO_KEYS";
    } catch (InterruptedException givenUp) {
      stopped = true;
      return;
    }
    if (stopped) return;
    mine.failed(fault);
    int all = ended.incrementAndGet();
    int failures = failed.incrementAndGet();
    if (failures >= MOST_FAILURES && failures * 2 > all) stopped = true;
  }

  private static long cpuNanos() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean machine
        ? Math.max(0, machine.getProcessCpuTime())
        : 0;
  }
}
