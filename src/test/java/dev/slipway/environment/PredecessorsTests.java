package dev.slipway.environment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Where the versions of an environment come from: never in a circle. */
@Conforming
final class PredecessorsTests extends EnvironmentStage {

  @Test
  void promotionsComeFromAnEnvironmentThatExistsAndNeverInACircle() {
    Answer missing = create("prod", with(LEAST, "{\"predecessor\": \"dev\"}"));
    assertThat(missing.status()).isEqualTo(422);
    assertThat(missing.at("/errors/0/pointer")).isEqualTo("/profile/predecessor");
    assertThat(missing.at("/detail")).contains("create it first");

    create("dev", LEAST);
    assertThat(create("prod", with(LEAST, "{\"predecessor\": \"dev\"}")).status()).isEqualTo(201);
    for (String self : List.of("dev", "prod")) {
      Answer circle =
          server.patch(
              "/v1/environments/dev",
              "\"0\"",
              "{\"profile\": {\"predecessor\": \"%s\"}}".formatted(self));
      assertThat(circle.status()).isEqualTo(422);
      assertThat(circle.at("/code")).isEqualTo("unworkable-profile");
      assertThat(circle.at("/detail")).contains("circle");
    }
    assertThat(create("self", with(LEAST, "{\"predecessor\": \"self\"}")).status()).isEqualTo(422);
  }

  @Test
  void ofTwoWhoWouldCloseACircleAtOnceOneIsRefused() throws Exception {
    try (var many = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < 5; round++) {
        String one = "one-" + round;
        String two = "two-" + round;
        create(one, LEAST);
        create(two, LEAST);
        List<Callable<Integer>> calls = List.of(() -> precede(one, two), () -> precede(two, one));
        List<Integer> statuses = new ArrayList<>();
        for (var call : many.invokeAll(calls)) {
          statuses.add(call.get());
        }
        assertThat(statuses).containsExactlyInAnyOrder(200, 422);
      }
    }
  }

  private int precede(String environment, String predecessor) {
    return server
        .patch(
            "/v1/environments/" + environment,
            "\"0\"",
            "{\"profile\": {\"predecessor\": \"%s\"}}".formatted(predecessor))
        .status();
  }
}
