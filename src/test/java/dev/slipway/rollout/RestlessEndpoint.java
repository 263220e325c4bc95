package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cloud.Clouds;
import dev.slipway.endpoint.Routes;
import dev.slipway.proxy.RehearsedProxy;
import dev.slipway.testing.ApiServer.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * An endpoint that is rolled out to, rolled back and renamed again and again, while predictions are
 * asked of it without a pause.
 */
final class RestlessEndpoint implements AutoCloseable {

  private static final int CALLERS = 3;
  private static final Duration FRAME = Duration.ofSeconds(15);
  private static final String SERVERLESS =
      "{\"hosting\": {\"instance_type\": null, \"instance_count\": null, \"serverless\":"
          + " {\"memory_mb\": 2048, \"max_concurrency\": 20}}}";
  private static final String INSTANCES =
      "{\"hosting\": {\"instance_type\": \"ml.c5.xlarge\", \"instance_count\": 2, \"serverless\":"
          + " null}}";

  private final Rehearsal rehearsal;
  private final RehearsedProxy proxy;
  private final String environment;
  private final String endpoint;
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final AtomicLong answered = new AtomicLong();
  private final AtomicBoolean over = new AtomicBoolean();
  private final List<Thread> callers = new ArrayList<>();

  /** Held for reading by a prediction on its way. */
  private final ReentrantReadWriteLock onTheWay = new ReentrantReadWriteLock(true);

  private int versions;

  RestlessEndpoint(Rehearsal rehearsal, String environment) {
    this.rehearsal = rehearsal;
    this.environment = environment;
    endpoint = environment + "-fraud-detector";
    proxy =
        new RehearsedProxy(
            () -> rehearsal.api().bean(Routes.class).all(), rehearsal.api().bean(Clouds.class));
    rehearsal.environment(environment);
    end(rehearsal.promote("v1", environment));
    for (int i = 0; i < CALLERS; i++) {
      callers.add(Thread.ofVirtual().start(this::ask));
    }
  }

  /** Changes it so often: to a new version, back by hand, and under another physical name. */
  void change(int times) {
    for (int i = 0; i < times; i++) {
      long before = answered.get();
      switch (i % 3) {
        case 0 -> end(promoteAnother());
        case 1 -> end(rollBack());
        default -> rename(i % 6 == 2);
      }
      assertThat(answered.get()).as("predictions during change %d", i).isGreaterThan(before);
      assertThat(failures).as("failed predictions up to change %d", i).isEmpty();
    }
  }

  long answered() {
    return answered.get();
  }

  private void ask() {
    while (!over.get()) {
      String answer;
      onTheWay.readLock().lock();
      try {
        answer = proxy.predict(environment, "fraud-detector");
      } finally {
        onTheWay.readLock().unlock();
      }
      if (answer.startsWith("200 ")) {
        answered.incrementAndGet();
      } else if (!over.get()) {
        failures.add(answer);
      }
    }
  }

  private void rename(boolean serverless) {
    String before = physicalName();
    Answer changed = rehearsal.override(endpoint, serverless ? SERVERLESS : INSTANCES);
    assertThat(changed.status()).as(changed.http().body()).isEqualTo(200);
    end(promoteAnother());
    assertThat(physicalName()).isNotEqualTo(before);
  }

  private UUID promoteAnother() {
    versions++;
    String version = environment + versions;
    Answer made =
        rehearsal
            .api()
            .post(
                "/v1/models/fraud-detector/versions",
                """
                {"name": "%s",
                 "image": "123456789012.dkr.ecr.us-east-1.amazonaws.com/ml-serving:v2.1.0",
                 "artifact": "s3://ml-models/fraud-detector/v%d/model.tar.gz"}
                """
                    .formatted(version, versions % 2 + 1));
    assertThat(made.status()).as(made.http().body()).isEqualTo(201);
    return rehearsal.promote(version, environment);
  }

  private UUID rollBack() {
    Answer asked =
        rehearsal
            .api()
            .post("/v1/endpoints/" + endpoint + "/rollbacks", "{\"reason\": \"restless\"}");
    assertThat(asked.status()).as(asked.http().body()).isEqualTo(202);
    return UUID.fromString(asked.at("/id"));
  }

  /**
   * Lets time pass, and the proxy follow as it would in real time, until a deployment has ended. No
   * prediction is on its way for as long as an old endpoint drains.
   */
  private void end(UUID deployment) {
    for (int i = 0; i < 1500; i++) {
      rehearsal.runDue();
      proxy.refresh();
      Answer now = rehearsal.deployment(deployment);
      if (!now.at("/finished_at").isEmpty()) {
        assertThat(now.at("/state")).as(now.http().body()).isEqualTo("SUCCEEDED");
        return;
      }
      awaitThoseOnTheWay();
      rehearsal.simulator().clock().advance(FRAME);
    }
    throw new IllegalStateException(rehearsal.deployment(deployment).http().body());
  }

  private void awaitThoseOnTheWay() {
    onTheWay.writeLock().lock();
    try {
      // Nothing to do: who holds this lock has waited for all of them.
    } finally {
      onTheWay.writeLock().unlock();
    }
  }

  private String physicalName() {
    return rehearsal.api().get("/v1/endpoints/" + endpoint).at("/physical_name");
  }

  @Override
  public void close() {
    over.set(true);
    for (Thread caller : callers) {
      try {
        caller.join(Duration.ofSeconds(10));
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    proxy.close();
  }
}
