package dev.slipway.local;

import dev.slipway.base.WallClock;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Predictions that somebody asked to be driven at an endpoint of the simulator, as the callers that
 * a demo does not have. They end with the process.
 */
final class Traffic implements AutoCloseable {

  private static final String PAYLOAD = "{\"features\": [0.5, 1.2, 3.4, 0.8]}";
  private static final Flow NONE = new Flow(0, null, new AtomicLong(), new AtomicLong());

  private final ScheduledExecutorService beat =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("driven-traffic").factory());
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private final Map<String, Flow> flows = new ConcurrentHashMap<>();
  private final SimulatorSignature signature;
  private final URI simulator;

  Traffic(URI simulator, String region, WallClock clock) {
    this.simulator = simulator;
    this.signature = new SimulatorSignature(region, clock);
  }

  /** What runs towards one endpoint. */
  record Flow(int perSecond, @Nullable Future<?> beats, AtomicLong asked, AtomicLong wrong) {

    private void end() {
      Future<?> running = beats;
      if (running != null) running.cancel(false);
    }

    long sent() {
      return asked.get();
    }

    long failed() {
      return wrong.get();
    }
  }

  /** What runs, by endpoint. */
  Map<String, Flow> all() {
    return Map.copyOf(flows);
  }

  /** What runs towards an endpoint. */
  Flow of(String endpoint) {
    return flows.getOrDefault(endpoint, NONE);
  }

  /** Lets so many a second run; 0 ends them. The same again changes nothing. */
  void drive(String endpoint, int perSecond) {
    flows.compute(
        endpoint,
        (_, running) -> {
          if (running != null && running.perSecond() == perSecond) return running;
          if (running != null) running.end();
          return perSecond == 0 ? null : begin(endpoint, perSecond);
        });
  }

  private Flow begin(String endpoint, int perSecond) {
    AtomicLong asked = new AtomicLong();
    AtomicLong wrong = new AtomicLong();
    Future<?> beats =
        beat.scheduleAtFixedRate(
            () -> ask(endpoint, asked, wrong), 0, 1_000_000L / perSecond, TimeUnit.MICROSECONDS);
    return new Flow(perSecond, beats, asked, wrong);
  }

  private void ask(String endpoint, AtomicLong asked, AtomicLong wrong) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(simulator.resolve("/endpoints/" + endpoint + "/invocations"))
            .timeout(Duration.ofSeconds(70))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(PAYLOAD));
    signature.sign("sagemaker", request);
    asked.incrementAndGet();
    var _ =
        http.sendAsync(request.build(), BodyHandlers.discarding())
            .whenComplete((answer, broken) -> {
              if (broken != null || answer.statusCode() != 200) wrong.incrementAndGet();
            });
  }

  @Override
  public void close() {
    beat.shutdownNow();
    http.shutdownNow();
  }
}
