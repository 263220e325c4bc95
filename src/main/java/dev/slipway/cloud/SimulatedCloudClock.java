package dev.slipway.cloud;

import dev.slipway.base.Failure;
import dev.slipway.base.WallClock;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The simulator's clock, followed over HTTP. Between two looks it runs at the simulator's pace; it
 * never runs backwards, and after the first look it never fails. The simulator's time stands still
 * while the simulator is down, so without news this clock soon stands still too.
 */
final class SimulatedCloudClock implements CloudClock, AutoCloseable {

  /** How often it looks. */
  static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  /** How long it runs on without news. */
  static final Duration TRUST = Duration.ofSeconds(5);

  private static final Duration RETRY_FIRST = Duration.ofMillis(100);
  private static final Duration FIRST_LOOK_WITHIN = Duration.ofSeconds(60);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(2);
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration FURTHEST = Duration.ofDays(36_500);

  private static final Logger log = LoggerFactory.getLogger(SimulatedCloudClock.class);

  private final WallClock wall;
  private final HttpRequest look;
  private final Duration firstLookWithin;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(ANSWER_WITHIN).build();
  private final JsonMapper json = JsonMapper.shared();
  private final ScheduledExecutorService looking =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("simulator-clock").factory());
  private final CompletableFuture<Seen> first = new CompletableFuture<>();
  private final AtomicReference<Instant> latest = new AtomicReference<>(Instant.MIN);
  private volatile @Nullable Seen seen;
  private volatile boolean lost;

  /** What a look told: the simulator's time at a moment of this machine's monotonic counter. */
  private record Seen(Instant time, double factor, long nanos) {

    Instant timeAfter(long elapsedNanos) {
      return time.plusNanos(Math.round(elapsedNanos * factor));
    }
  }

  SimulatedCloudClock(URI simulator, WallClock wall) {
    this(simulator, wall, FIRST_LOOK_WITHIN);
  }

  SimulatedCloudClock(URI simulator, WallClock wall, Duration firstLookWithin) {
    this.wall = wall;
    this.firstLookWithin = firstLookWithin;
    String base = simulator.toString();
    URI address =
        URI.create(
            (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + "/_slipway/clock");
    this.look = HttpRequest.newBuilder(address).timeout(ANSWER_WITHIN).GET().build();
    looking.execute(this::lookAndGoOn);
  }

  @Override
  public Instant now() {
    Seen last = lastSeen();
    long elapsed = Math.clamp(System.nanoTime() - last.nanos, 0, TRUST.toNanos());
    Instant time = last.timeAfter(elapsed).truncatedTo(ChronoUnit.MICROS);
    return latest.accumulateAndGet(time, (a, b) -> a.isAfter(b) ? a : b);
  }

  @Override
  public Instant wallTimeOf(Instant cloudTime) {
    Instant wallNow = wall.now();
    Duration ahead = Duration.between(now(), cloudTime);
    if (!ahead.isPositive()) return wallNow;
    double factor = lastSeen().factor;
    // A clock that is moved by hand does not say when it will move: look again soon.
    if (factor <= 0) return wallNow.plus(SOON);
    double seconds = (ahead.getSeconds() + ahead.getNano() / 1e9) / factor;
    Duration wait =
        seconds > FURTHEST.getSeconds() ? FURTHEST : Duration.ofNanos((long) (seconds * 1e9));
    return wallNow.plus(wait).truncatedTo(ChronoUnit.MICROS);
  }

  @Override
  public void close() {
    looking.shutdownNow();
    http.shutdownNow();
  }

  private Seen lastSeen() {
    Seen last = seen;
    return last != null ? last : awaitFirst();
  }

  private Seen awaitFirst() {
    try {
      return first.get(firstLookWithin.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw noClock(e);
    } catch (TimeoutException | ExecutionException e) {
      throw noClock(e);
    }
  }

  private CloudFailure noClock(Exception cause) {
    return new CloudFailure(
        CloudFailure.Kind.UNAVAILABLE,
        "GetClock",
        new Failure.Aws("simulator", cause.getClass().getSimpleName(), null),
        "The simulator's clock at " + look.uri() + " does not answer.",
        cause);
  }

  private void lookAndGoOn() {
    Duration next = seen == null ? RETRY_FIRST : LOOK_EVERY;
    try {
      Seen news = lookOnce();
      seen = news;
      first.complete(news);
      next = LOOK_EVERY;
      if (lost) log.info("The simulator's clock answers again");
      lost = false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    } catch (Exception e) {
      if (seen != null && !lost && !looking.isShutdown()) {
        lost = true;
        log.warn(
            "The simulator's clock does not answer, so cloud time will stand still: {}",
            e.toString());
      }
    }
    if (!looking.isShutdown()) {
      var unused = looking.schedule(this::lookAndGoOn, next.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private Seen lookOnce() throws Exception {
    long before = System.nanoTime();
    HttpResponse<String> answer = http.send(look, HttpResponse.BodyHandlers.ofString());
    long after = System.nanoTime();
    if (answer.statusCode() != 200) {
      throw new IllegalStateException("HTTP " + answer.statusCode() + " from " + look.uri());
    }
    JsonNode clock = json.readTree(answer.body());
    Instant time = Instant.parse(clock.required("now").asString());
    boolean moves = !clock.path("manual").asBoolean(false);
    double factor = moves ? clock.required("factor").asDouble() : 0;
    return new Seen(time, factor, before + (after - before) / 2);
  }
}
