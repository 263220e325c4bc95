package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.ApiServer.Answer;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** Judged environments, and the traffic on both fleets of their updates. */
abstract class JudgedStage extends GuardedStage {

  static final Duration MINUTE = Duration.ofMinutes(1);
  static final int BUSY = 400;

  /** Time passes with traffic on both fleets, the new one slower by a factor. */
  Answer bake(UUID update, int perMinute, double latency, int errors, double slower) {
    return bake(update, perMinute, latency, errors, slower, seen -> {});
  }

  /** The same, with what happens in each minute. */
  Answer bake(
      UUID update,
      int perMinute,
      double latency,
      int errors,
      double slower,
      Consumer<Answer> minute) {
    SomeTraffic traffic = new SomeTraffic(rehearsal().simulator(), endpoint());
    for (int i = 0; i < 120; i++) {
      Answer seen = rehearsal().deployment(update);
      if (!seen.at("/finished_at").isEmpty()) return seen;
      if (seen.at("/state").equals("NEEDS_ATTENTION")) return seen;
      for (JsonNode fleet : seen.json().path("fleets")) {
        String config = fleet.path("endpoint_config_name").asString();
        boolean green = fleet.path("side").asString().equals("GREEN");
        if (fleet.path("traffic_percent").asInt(0) == 0) continue;
        traffic.minute(config, perMinute, green ? latency * slower : latency, green ? errors : 0);
      }
      minute.accept(seen);
      rehearsal().advance(MINUTE);
    }
    throw new IllegalStateException(rehearsal().deployment(update).http().body());
  }

  void busyHours() {
    SomeTraffic traffic = new SomeTraffic(rehearsal().simulator(), endpoint());
    String config = rehearsal().aws().endpoint(endpoint()).endpointConfigName();
    for (int minute = 0; minute < 60; minute++) {
      traffic.minute(config, 2 * BUSY, 50, 2);
      rehearsal().simulator().clock().advance(MINUTE);
    }
  }

  void environment(String name, String more) {
    environment(
        name,
        """
        "rollout": {"strategy": "CANARY",
          "canary": {"type": "CAPACITY_PERCENT", "value": 50},
          "termination_wait_seconds": 300},
        "hosting": {"instance_type": "ml.c5.xlarge", "instance_count": 2}
        """,
        more);
  }

  /** The same with another rollout and fleet, as members of the profile. */
  void environment(String name, String rollout, String more) {
    Answer answer = guarded(name, rollout.strip() + more);
    assertThat(answer.at("/profile/judge/on_fail")).isEqualTo("ABORT");
  }
}
